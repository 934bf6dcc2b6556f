"""The same acts in English, in the manner of `da`."""

WORDS: dict[str, str] = {
    "promise": "promised|promises|promise|promise of|promises to pay|promised to pay",
    "pays": "pays|pay|will pay|paying|is paying|transfers|can pay|sends|wants to pay|would like to pay|can manage|"
    "will transfer|can transfer|can afford",
    "agreed_on": "agreed|has agreed|agreed to pay|agreement",
    "pay": "pay|transfer|send",
    "all": "all|everything else|all the rest|everything|it all|all of it|the lot|in full|the full amount|full amount|"
    "the whole amount|everything at once|all at once|the debt|the balance due|outstanding amount",
    "rest": "rest|the rest|remainder|the remainder|and the rest|the balance",
    "means": "by card|by bank transfer|in cash|by transfer|online",
    "fraction:1/2": "half|one half",
    "fraction:1/3": "a third|one third",
    "fraction:1/4": "a quarter|one quarter",
    "plan": "wants a payment plan|agreement|plan|instalments|installments|payment plan|instalment plan|agrees to|"
    "instalment agreement|pays in|payment in",
    "down": "down|down payment|deposit",
    "renew": "new agreement|new plan|wants new|wants a new|wants a new plan|wants a new agreement|change agreement to|"
    "instead of|replaces|change plan to",
    "new": "new|new one",
    "broke": "broke agreement|broke the agreement|agreement broken|breached|breached agreement|breached the agreement|"
    "broke plan|broke the plan",
    "from": "from|starting|start|beginning|first|starting on|first on|beginning on|as of|starts|starts on|"
    "first payment|first instalment|first payment on|first instalment on|to start",
    "over": "over|in|across|on|for|spread over",
    "at": "of|at|a",
    "each": "each|every|every the",
    "every_other": "every other|every second",
    "freq:monthly": "/month|/mo|a month|per month|monthly|every month|each month|pm|pcm",
    "freq:weekly": "/week|a week|per week|weekly|every week|each week",
    "freq:fortnightly": "every 14 days|fortnightly|every fortnight|every two weeks|every 2 weeks|biweekly|"
    "every other week|a fortnight",
    "freq:quarterly": "quarterly|every quarter|a quarter year|per quarter|/quarter|every 3 months",
    "freq:every second month": "every other month|every second month|every 2 months|every two months",
    "freq:twice_monthly": "twice a month|twice monthly|semi-monthly",
    "freq:last_bank_day": "last bank day|last banking day|last bank day of the month|every last bank day|"
    "last banking day of the month|last banking day of each month|last working day of the month|last working day|"
    "every last working day|last working day of each month",
    "split": "split in|split into|splits into|divided into|splits in|split over|split across|divided in|divided over|"
    "divide in",
    "unit:monthly": "months|month",
    "unit:weekly": "weeks",
    "unit:quarterly": "quarters",
    "unit:": "x|times|instalments|installments|payments|equal instalments|parts",
    "times": "x|times",
    "paid": "has paid|paid|have paid|says paid|was paid|is paid|already paid|has already paid|says has paid|"
    "says it is paid|transferred|has transferred|money is sent|claims to have paid|claims paid|says it was paid|"
    "says it has been paid|claims it is paid|thinks it is paid|claims he paid|claims she paid|claims he has paid|"
    "claims she has paid|says he paid|says she paid|says he has paid|says she has paid",
    "double": "twice|double",
    "defer": "wants an extension|asks for an extension|deferral|extension|postpone|defer|deferral until|deferral to|"
    "extension until|extension to|postpone to|defer until|postpone until|defer to|respite|extension of|deferral of|"
    "deferral till|extension till|needs an extension|wants extension|wants extension until|asks for extension|"
    "needs an extension until|wants an extension until|asks for an extension until|postponed to|postponed until",
    "dispute": "disputes|disputed|dispute|objects to|objection|objection to|disagrees with|contests|complains about|"
    "does not accept",
    "not_mine": "not my bill|not my invoice|wrong bill|wrong invoice|not his bill|not her bill|never ordered",
    "not_mine_bare": "not mine",
    "bill": "invoice|bill|invoice no|inv|invoices|bills|invoice number",
    "the_bill": "the bill|the invoice",
    "for": "for|on|against|of|to",
    "outcome:no_answer": "no answer|no reply|not answering|does not answer|didn't answer|did not answer|busy|engaged|"
    "does not pick up|not home|no contact|no pick up|did not pick up|didn't pick up|doesn't pick up|phone off|"
    "phone is off|nobody answers|nobody picks up",
    "outcome:message_left": "left message|message left|left a message|voicemail|left voicemail|answering machine|"
    "left a voicemail|answerphone|left vm|vm left|left a vm",
    "outcome:wrong_number": "wrong number|wrong no|wrong phone|number is wrong|number not in use|number is not in use",
    "outcome:hardship": "cannot pay|can't pay|can not pay|cannot afford|can't afford|no money|has no money|"
    "unable to pay|cannot afford it|lost job|lost his job|lost her job|can't afford it|out of work|is out of work|"
    "is unemployed|cant pay|cant afford|cant afford it",
    "outcome:refuses": "refuses|refuses to pay|will not pay|won't pay|refused|refused to pay|does not pay|"
    "pays nothing|refuses payment|wont pay|doesnt pay",
    "outcome:spoke": "spoke with customer|spoke to customer|spoke with the customer|spoke to the customer",
    "ring": "call|we call|ring|call back|ring back|call again|phone|callback|ring again|call customer|try again|"
    "ring him|ring her|call him|call her|call him back|call her back",
    "rings": "calls|will call|rings|calls back|will ring|will call back|gets back|will get back|rings back",
    "rings_self": "calls himself|calls herself|will call himself|will call herself|will call us|calls us|"
    "calls us back|promised to call|promises to call|promised to call back|promises to call back|will call us back|"
    "gets back to us|agreed to call|agreed to call back",
    "rang": "called|calls|rang|on the line|on the phone|calling|is calling|calls in",
    "spoke_with": "spoke with|spoke to|talking to|talked to|speaking with",
    "about": "about|re|regarding|concerning",
    "relative:wife": "wife",
    "relative:husband": "husband|spouse",
    "relative:man": "man",
    "relative:partner": "partner|girlfriend|boyfriend",
    "relative:parent": "mother|father|mum|dad|parent|parents",
    "relative:child": "son|daughter",
    "relative:sibling": "brother|sister",
    "relative:other": "neighbour|neighbor|friend|colleague|third party|relative",
    "relative:guardian": "guardian",
    "relative:adviser": "adviser|advisor|debt adviser|debt advisor|case worker|lawyer|debt counsellor",
    "relative:bookkeeper": "bookkeeper|accountant",
    "relative:estate": "heir|executor",
    "no_proxy": "no proxy|without proxy|no authority|not authorised|has no proxy|no power of attorney",
    "proxy": "proxy|has proxy|with proxy|power of attorney|authorised|has power of attorney",
    "customer": "customer|the customer|debtor",
    "dead": "dead|is dead|died|deceased|passed away|has died|has passed away",
    "bankrupt": "bankrupt|bankruptcy|is bankrupt|went bankrupt|gone bankrupt|insolvent",
    "settlement": "debt settlement|applied for debt settlement|debt relief|applied for debt relief|debt restructuring",
    "trustee": "trustee|administrator",
    "new_phone": "new number|new no|new phone|new phone number|new mobile|new mobile number|new number is",
    "new_email": "new email|new e-mail|email|e-mail|new mail|new email is|new e-mail address|new email address",
    "new_address": "new address|moved to|has moved to|moves to|new address is|moving to|change of address",
    "lacking": "unknown|to follow|follows|later|missing",
    "moved": "moved|has moved|moves|moving",
    "per": "as of|from|on|per|effective|since",
    "withdraw": "withdraw promise|withdraw the promise|withdraws promise|withdraws the promise|withdrew the promise|"
    "withdraws his promise|withdraws her promise|takes back the promise|take back the promise|took back the promise|"
    "cancel promise|cancel the promise|drop promise|drop the promise|promise withdrawn|promise cancelled",
    "lapse": "withdrawn|lapses|cancelled",
    "waive": "waive|remove|cancel|drop|write off|delete|waives",
    "fee": "reminder fee|fee|fees|reminder fees|the fee|the reminder fee|late fee",
    "fee_interest": "interest|late interest|the interest",
    "task": "task|follow up|remember to|remember|todo|to do|follow-up|remind me",
    "note": "note",
    "offset:0": "today|now|right away|immediately|tonight|at once|later today|during the day|still today",
    "offset:1": "tomorrow",
    "offset:2": "day after tomorrow|the day after tomorrow",
    "offset:-1": "yesterday",
    "offset:-2": "day before yesterday|the day before yesterday",
    "weekday:0": "monday|mon",
    "weekday:1": "tuesday|tue|tues",
    "weekday:2": "wednesday|wed",
    "weekday:3": "thursday|thu|thur|thurs",
    "weekday:4": "friday|fri",
    "weekday:5": "saturday|sat",
    "weekday:6": "sunday|sun",
    "last_weekday:0": "last monday",
    "last_weekday:1": "last tuesday",
    "last_weekday:2": "last wednesday",
    "last_weekday:3": "last thursday",
    "last_weekday:4": "last friday",
    "last_weekday:5": "last saturday",
    "last_weekday:6": "last sunday",
    "ordinal:1": "first|1st",
    "ordinal:2": "second|2nd",
    "ordinal:3": "third|3rd",
    "ordinal:4": "fourth",
    "ordinal:5": "fifth",
    "ordinal:10": "tenth",
    "ordinal:12": "twelfth",
    "ordinal:15": "fifteenth",
    "ordinal:20": "twentieth",
    "ordinal:25": "twenty-fifth",
    "ordinal:30": "thirtieth",
    "month:1": "january|jan",
    "month:2": "february|feb",
    "month:3": "march|mar",
    "month:4": "april|apr",
    "month:5": "may",
    "month:6": "june|jun",
    "month:7": "july|jul",
    "month:8": "august|aug",
    "month:9": "september|sep|sept",
    "month:10": "october|oct",
    "month:11": "november|nov",
    "month:12": "december|dec",
    "lead": "on|the|by|this|this coming|coming|until|till|latest|at the latest|no later than|by the|on the|until the|"
    "before the|by the end of",
    "next": "next",
    "in": "in",
    "ago": "ago",
    "span:1": "day|days",
    "span:7": "week|weeks",
    "span:30": "month|months",
    "next_week": "next week",
    "week": "week|in week",
    "ultimo": "end of|the end of|last day of|late",
    "primo": "beginning of|start of|the beginning of|first of|the first of|early|at the beginning of|at the start of",
    "medio": "mid|middle of|the middle of",
    "this_month": "month|the month|this month",
    "next_month": "next month",
    "last_bank": "last bank day|last working day|last bank day of|last working day of|last banking day|"
    "last banking day of",
    "first_bank": "first bank day|first working day|first bank day of|first working day of|first banking day of",
    "payday": "when salary comes|when paid|when the salary comes in|when he gets paid|when she gets paid|on payday|"
    "payday|after payday|when wages come|when they get paid|when my salary comes|when his salary comes|"
    "when her salary comes|when the salary comes|when salary is in|when the salary is in|when the wages come|"
    "when the pension comes|when their salary comes|when my wages come|when i get paid",
    "vague": "soon|asap|as soon as possible|after the holidays|when he can|when she can|one of these days|mid|"
    "by christmas|before christmas|after christmas|at christmas|after new year|before new year|this week|"
    "later this week|in a few days|in a couple of days|in a week or so|later|when the money comes",
    "clock": "at|o'clock",
    "filler": "says|says that|he|she|they|please|also|then|with|will|:|of|his|her",
    "sep": "and|plus|then|and then|and after that|thereafter|after that",
    "not": "not|no|never|don't|doesn't|didn't|without|won't|can't|cannot|hardly|neither|cant|dont|doesnt|didnt|wont|"
    "isnt|hasnt|wasnt",
    "if": "if|but|only|maybe|perhaps|unless|when|would|should|could|about|roughly|around|at least|at most|tries|might|"
    "too late",
    "other": "fries|says|play|plays|plaid|promising|moved|night|call|rung|ball|tall|wait|waits|pain|pair|rent|said|"
    "frida|forget|forgot|places|pages|sundry|friendly|fiend|promille|reduces|planned|placed|disclosed|prefers|parcel|"
    "recover|moves|spelling|letting|sending|lends|spends|month's|sold",
}
