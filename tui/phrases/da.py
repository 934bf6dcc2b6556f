"""What Danish agents write: for each kind of word its spellings, parted by bars. A value stands after a colon."""

WORDS: dict[str, str] = {
    # arrangements
    "promise": "lovede|lover|lovet|har lovet|har lovede|lover at betale|lovede at betale|løfte|løfte om|"
    "betalingsløfte|lovt",
    "pays": "betaler|vil gerne betale|betale|vil betale|kan betale|skal betale|indbetaler|overfører|sender|betaling|"
    "ønsker at betale|vil overføre|vil indbetale|kan klare|klarer|kan klare at betale|vil gerne indbetale|"
    "vil gerne overføre|mobilepayer|kan overføre",
    "agreed_on": "aftalt|har aftalt|aftaler|aftale|aftalt betaling|aftalt at betale|aftale om betaling|aftale om",
    "pay": "betale|indbetale|overføre|sende",
    "all": "alt|alt andet|alt det andet|resten af det hele|det hele|alting|hele beløbet|alt det skyldige|"
    "det fulde beløb|fuldt beløb|hele gælden|hele restancen|fuldt ud|fuld beløb|hele saldoen|saldoen|gælden|restancen|"
    "det skyldige|det skyldige beløb|skyldigt beløb|hele regningen|alt på en gang|alt på én gang|udestående|"
    "det hele på en gang",
    "rest": "resten|rest|restbeløbet|det resterende|den resterende del|og resten",
    "means": "via netbank|i netbank|på netbank|via mobilepay|på mobilepay|mobilepay|via mp|med kort|med dankort|"
    "på kort|kontant|via bank|via bs",
    "fraction:1/2": "halvdelen|det halve|halvt",
    "fraction:1/3": "en tredjedel|tredjedelen",
    "fraction:1/4": "en fjerdedel",
    "plan": "afdrag|vil have afdragsordning|vil have en afdragsordning|ønsker afdragsordning|"
    "vil gerne have en afdragsordning|afdragsordning på|afdragsordning|afdragsaftale|aftale|betalingsordning|afdrager|"
    "vil afdrage|ratebetaling|aftale om|vil gerne afdrage|ønsker at afdrage|afdrage|afdrages|vil gerne afdrage med|"
    "afdrager med|vil afdrage med",
    "down": "udbetaling|i udbetaling",
    "renew": "ny aftale|ny afdragsordning|ny ordning|ny plan|ændr aftale til|ændr aftalen til|ændrer aftale til|"
    "vil have ny|vil have ny aftale|ønsker ny aftale|ny aftale i stedet for|ny aftale om|erstatter|i stedet for|"
    "vil lave ny aftale|vil ændre aftalen til|vil ændre aftale til|ændrer aftalen til|ønsker ny aftale om",
    "new": "ny|ny aftale|nyt forslag",
    "broke": "brudt aftale|brudt aftalen|brød aftalen|aftalen brudt|aftale brudt|misligholdt|misligholdt aftalen|"
    "overholdt ikke aftalen|har brudt aftalen",
    "from": "fra|fra og med|startende|start|første gang|begynder|med start|første|første afdrag|starter|starter på|"
    "første rate|1 rate|1 afdrag|1 gang|første betaling|1 betaling|opstart|med opstart|begyndende",
    "over": "på|over|fordelt på|i|delt i|delt på|fordelt over|fordeles over|fordeles på|fordeler over|fordeler på|"
    "spredt over",
    "at": "à|a|af|á|på|à kr",
    "each": "hver|hver den",
    "every_other": "hver anden|hveranden",
    "freq:monthly": "/md|/mdr|/måned|/mdl|pr md|pr mdr|pr måned|om måneden|hver måned|i måneden|månedlig|månedligt|md|"
    "mdl|månedsvis|månedlige|per måned|per md|hver md|hver mdr|om md|om mdr|i hver måned|i hver md|i md|i mdr|"
    "hver eneste måned",
    "freq:weekly": "/uge|pr uge|om ugen|hver uge|ugentlig|ugentligt|i ugen|ugentlige|ugevis",
    "freq:fortnightly": "hver 14 dag|hver fjortende dag|hver anden uge|hveranden uge|hver 2 uge|/14 dage|pr 14 dage|"
    "hver 14 dage|hver andre uge|14 dages",
    "freq:quarterly": "kvartalsvis|kvartalsvist|hvert kvartal|pr kvartal|/kvartal|kvartalsvise|hver 3 måned",
    "freq:every second month": "hver anden måned|hveranden måned|hver 2 måned",
    "freq:twice_monthly": "to gange om måneden|2 gange om måneden|2 x om måneden|halvmånedligt|2 gange pr måned",
    "freq:last_bank_day": "sidste bankdag|sidste bankdag i måneden|hver sidste bankdag|den sidste bankdag|"
    "sidste bankdag hver måned|sidste hverdag i måneden|sidste hverdag hver måned|den sidste bankdag i måneden|"
    "sidste hverdag|hver sidste hverdag|hver sidste hverdag i måneden",
    "split": "dele op i|deler op i|deles op i|del op i|vil dele op i|deler i|dele i|deles i|delt op i|del i|delt i|"
    "deler det op i|dele det op i|deler den op i|deler det i|deler på|dele på|delt på|deler op på|delt op på|"
    "deler beløbet op i|deler beløbet i",
    "unit:monthly": "mdr|måneder|md|måned|måneders",
    "unit:weekly": "uger|ugers",
    "unit:quarterly": "kvartaler",
    "unit:": "x|gange|afdrag|rater|betalinger|lige store afdrag|lige store rater|dele",
    "times": "x|gange|*",
    # says it is paid
    "paid": "har betalt|betalte|betalt|er betalt|indbetalt|har indbetalt|har overført|overførte|overført|"
    "pengene er sendt|har lige betalt|siger betalt|siger har betalt|siger det er betalt|er overført|har sendt pengene|"
    "betalt allerede|har allerede betalt|allerede betalt|mener at have betalt|mener betalt|påstår betalt|"
    "påstår at have betalt|påstår det er betalt|siger at have betalt|siger den er betalt|mener det er betalt|"
    "mener den er betalt|siger at den er betalt|siger at det er betalt|pengene sendt|har lige overført|"
    "mener han har betalt|mener hun har betalt|påstår han har betalt|påstår hun har betalt|mener at det er betalt",
    "double": "dobbelt|to gange|to gang|betalt dobbelt|2 gange|2 x|dobbelt op",
    # deferral
    "defer": "henstand|ønsker henstand|ønsker udsættelse|vil gerne have henstand|beder om henstand|"
    "beder om udsættelse|vil have henstand|får henstand|udsættelse|betalingsudsættelse|udsæt|udskyd|henstand til|"
    "udsættelse til|udsæt til|udskyd til|henstand i|udsættelse i|ønsker henstand til|ønsker udsættelse til|"
    "vil have henstand til|henstand indtil|vil have udsættelse til|vil have udsættelse|vil gerne have udsættelse til|"
    "vil gerne have udsættelse|vil gerne have henstand til|udsat til|udsættes til|udskyder til|udskydes til|"
    "udskudt til|udskydes|udsættes|henstand med|betalingshenstand|betalingshenstand til",
    # dispute
    "dispute": "bestrider|bestridt|bestrides|indsigelse|indsigelse mod|uenig|uenig i|er uenig i|gør indsigelse mod|"
    "klager over|reklamation|reklamerer|protesterer mod|anerkender ikke|kan ikke anerkende|er ikke enig i|ikke enig i|"
    "gør indsigelse|indsigelse over for|er bestridt|gør indsigelse imod|indsigelse imod",
    "not_mine": "ej min regning|ikke min regning|kender ikke regningen|kender ikke regning|forkert regning|"
    "ej hans regning|ej hendes regning|ikke hendes regning|ikke hans regning|kender ikke|ikke bestilt|aldrig bestilt",
    "not_mine_bare": "ej min|ikke min|ej mit|ikke mit",
    "bill": "regning|regningen|faktura|fakturaen|fakt|faknr|fakturanr|faktura nr|regning nr|bilag|regninger|fakturaer",
    "the_bill": "regningen|fakturaen",
    "for": "for|på|mod|til|af|vedr|vedrørende",
    # calls
    "outcome:no_answer": "intet svar|ingen svar|svarer ikke|svarede ikke|tager ikke telefonen|tager den ikke|"
    "tager ikke tlf|ikke hjemme|ingen kontakt|ikke truffet|tog ikke telefonen|tog den ikke|optaget|ikke svar|ej svar|"
    "svarer ej|tog ikke tlf|telefonen tages ikke|ingen svarer|ingen der svarer|ingen tager den|ingen tager telefonen|"
    "tager ej tlf|optagettone|tlf slukket|telefon slukket|telefonen er slukket|telefonen slukket|mobil slukket|"
    "svarer ikke på tlf|svarer ikke telefonen|fik ikke fat i|ikke fat i|ikke fat på|ringet uden svar",
    "no_reply": "is|i s",
    "outcome:message_left": "lagt besked|telefonsvarer|lagde besked|besked lagt|lagt besked på telefonsvarer|"
    "talt besked ind|indtalt besked|lagt besked på svarer|voicemail|indtalte besked|tlf svarer|tlfsvarer|tlf svare|"
    "voice mail|lagt besked på tlf svarer|lagt besked på tlfsvarer|lagt en besked|lagde en besked|svarer lagt besked",
    "outcome:wrong_number": "forkert nummer|forkert nr|forkert tlf|forkert telefonnummer|nummeret er forkert|"
    "forkert tlf nr|forkert tlfnr|forkert mobilnr|forkert mobilnummer|nummeret er ikke i brug|nr ikke i brug|"
    "nummer ikke i brug|nr er forkert|nummer forkert",
    "outcome:hardship": "kan ikke betale|har ikke råd|ingen penge|har ingen penge|kan ikke betale noget|ikke råd|"
    "er arbejdsløs|kan ej betale|har ej råd|har ikke penge|har ikke pengene|mistet arbejdet|mistet jobbet|"
    "mistet sit arbejde|mistet sit job|kan ikke klare det|kan ikke klare at betale",
    "outcome:refuses": "nægter|nægter at betale|betaler ikke|vil ikke betale|betaler ej|vil ej betale|nægtede|"
    "nægtede at betale|agter ikke at betale|betaler ingenting|betaler intet|vil ikke betale noget|betaler ikke noget",
    "outcome:spoke": "talt med kunden|talte med kunden|talt med kunde|talte med|snakket med kunden",
    "ring": "ring|jeg ringer|vi ringer|ring op|ring tilbage|genopkald|kald op|ring igen|ring til kunden|ringes op|"
    "ring kunden|skal ringes op|ring hende|ring ham|ring kunden op|ring hende op|ring ham op|gk|prøv igen|prøver igen|"
    "nyt forsøg|forsøg igen|ny opringning|ring dem",
    "rings": "ringer|ringer tilbage|ringer igen|vil ringe|vender tilbage|kontakter os|ringer til os|ringer op",
    "rings_self": "ringer selv|ringer selv tilbage|vender selv tilbage|ringer selv igen|ringer selv til os|"
    "ringer til os|ringer os|ringer os op|kontakter os|kontakter os selv|lovede at ringe|lover at ringe|"
    "lovede at vende tilbage|lover at vende tilbage|lover at ringe tilbage|lovede at ringe tilbage|vil selv ringe|"
    "ringer selv op|har lovet at ringe",
    "rang": "ringede|ringer|har ringet|i røret|i telefonen|på telefonen|ringer ind|ringer for kunden|"
    "ringer på vegne af kunden|i tlf|på tlf|i røret for",
    "spoke_with": "talt med|talte med|taler med|snakkede med|snakket med",
    "about": "ang|angående|vedr|vedrørende|om|omkring",
    # people
    "relative:wife": "kone|konen|hustru|hustruen|konen til kunden",
    "relative:husband": "ægtemand|manden|ægtefælle|ægtefællen",
    "relative:man": "mand",
    "relative:partner": "samlever|samleveren|kæreste|kæresten",
    "relative:parent": "mor|moren|moderen|far|faren|faderen|svigermor|svigerfar|forældre",
    "relative:child": "søn|sønnen|datter|datteren",
    "relative:sibling": "bror|broren|søster|søsteren",
    "relative:other": "nabo|naboen|ven|veninde|kollega|pårørende|tredjemand|tredjepart",
    "relative:guardian": "værge|værgen",
    "relative:adviser": "gældsrådgiver|gældsrådgiveren|rådgiver|sagsbehandler|økonomisk rådgiver|advokat|kommunen",
    "relative:bookkeeper": "bogholder|bogholderen|revisor|revisoren",
    "relative:estate": "boet|arving|arvingen",
    "no_proxy": "ej fuldmagt|ikke fuldmagt|ingen fuldmagt|uden fuldmagt|har ikke fuldmagt|har ej fuldmagt",
    "proxy": "fuldmagt|har fuldmagt|med fuldmagt",
    "customer": "kunden|kunde|debitor|skyldner|kd|kdn|debitoren|skyldneren|deb",
    # special states
    "dead": "død|er død|døde|afgået ved døden|dødsbo|afdød|er afgået ved døden",
    "bankrupt": "konkurs|gået konkurs|er gået konkurs|under konkurs|erklæret konkurs|konkursramt",
    "settlement": "gældssanering|søgt gældssanering|har søgt gældssanering|får gældssanering|fået gældssanering|"
    "under gældssanering|indledt gældssanering|søger gældssanering|har fået gældssanering|ansøgt om gældssanering|"
    "har ansøgt om gældssanering|har søgt om gældssanering|er i gældssanering",
    "trustee": "kurator|kurator er|bobestyrer",
    # contact data, fees, tasks, notes
    "new_phone": "nyt nummer|nyt nr|nyt tlf|nyt telefonnummer|nyt tlf nr|nyt mobilnummer|ny mobil|nyt mobil|nyt tlfnr|"
    "nyt nummer er|ny telefon|nyt mobilnr|ny tlf|ny tlf nr|ny tlfnr|nyt tlf nummer|ny mobil nr|nyt mobil nr|"
    "nyt tlf nr er",
    "new_email": "ny mail|ny e-mail|ny email|ny mailadresse|mail|e-mail|email|ny e-mailadresse|mail er|ny mail er",
    "new_address": "ny adresse|flyttet til|er flyttet til|flytter til|ny adresse er|adresseændring|ny adr|ny adr er",
    "lacking": "ukendt|kommer|følger|sendes|oplyses|mangler|hemmelig|kendes|senere",
    "moved": "flyttet|er flyttet|flytter|fraflyttet",
    "per": "pr|per|fra|den|d|fra og med|pr den|pr d",
    "withdraw": "træk løfte tilbage|træk løftet tilbage|trækker løfte tilbage|trækker løftet tilbage|"
    "trak løftet tilbage|trækker sit løfte tilbage|løftet bortfalder|løfte bortfalder|løftet er bortfaldet|"
    "løftet trækkes tilbage|annuller løfte|annuller løftet|slet løfte|slet løftet|fortryder løftet|fortryder sit løfte",
    "lapse": "bortfalder|trækkes tilbage|trukket tilbage",
    "waive": "fjern|slet|eftergiv|frafald|stryg|nedskriv|fjernes|eftergives|annuller|tilbagefør|slettes",
    "fee": "rykkergebyr|rykkergebyret|gebyr|gebyret|rykkergebyrer|gebyrer|rykker gebyr|gebyrerne",
    "fee_interest": "rente|renter|renten|renterne|morarente|morarenter",
    "task": "husk|opgave|følg op|opfølgning|husk at|opfølg|følg op på|todo",
    "note": "note|notat|bemærk",
    # days
    "offset:0": "i dag|idag|nu|straks|med det samme|dags dato|i aften|senere i dag|endnu i dag|i løbet af dagen|"
    "allerede i dag|nu her",
    "offset:1": "i morgen|imorgen|i morgon|allerede i morgen",
    "offset:2": "i overmorgen|overmorgen|iovermorgen",
    "offset:-1": "i går|igår|i gaar|i gar|i aftes",
    "offset:-2": "i forgårs|i forgaars|iforgårs",
    "weekday:0": "mandag|man|mandags",
    "weekday:1": "tirsdag|tirs|tir",
    "weekday:2": "onsdag|ons",
    "weekday:3": "torsdag|tors|tor",
    "weekday:4": "fredag|fre",
    "weekday:5": "lørdag|lør|lordag",
    "weekday:6": "søndag|søn|sondag",
    "last_weekday:0": "i mandags|sidste mandag",
    "last_weekday:1": "i tirsdags|sidste tirsdag",
    "last_weekday:2": "i onsdags|sidste onsdag",
    "last_weekday:3": "i torsdags|sidste torsdag",
    "last_weekday:4": "i fredags|sidste fredag",
    "last_weekday:5": "i lørdags|sidste lørdag",
    "last_weekday:6": "i søndags|sidste søndag",
    "risky_weekday:0": "ma",
    "risky_weekday:1": "ti",
    "risky_weekday:2": "on",
    "risky_weekday:3": "to",
    "risky_weekday:4": "fr",
    "risky_weekday:5": "lø",
    "risky_weekday:6": "sø",
    "ordinal:1": "første|1ste",
    "ordinal:2": "anden|2den",
    "ordinal:3": "tredje|3dje",
    "ordinal:4": "fjerde",
    "ordinal:5": "femte",
    "ordinal:6": "sjette",
    "ordinal:7": "syvende",
    "ordinal:8": "ottende",
    "ordinal:9": "niende",
    "ordinal:10": "tiende",
    "ordinal:11": "ellevte|elvte",
    "ordinal:12": "tolvte",
    "ordinal:13": "trettende",
    "ordinal:14": "fjortende",
    "ordinal:15": "femtende",
    "ordinal:16": "sekstende",
    "ordinal:20": "tyvende",
    "ordinal:25": "femogtyvende",
    "ordinal:30": "tredivte",
    "month:1": "januar|jan",
    "month:2": "februar|feb|febr",
    "month:3": "marts|mar",
    "month:4": "april|apr",
    "month:5": "maj",
    "month:6": "juni|jun",
    "month:7": "juli|jul",
    "month:8": "august|aug",
    "month:9": "september|sep|sept",
    "month:10": "oktober|okt",
    "month:11": "november|nov",
    "month:12": "december|dec",
    "lead": "på|pr|pr den|den|d|senest|inden|til|denne|førstkommende|kommende|til og med|senest den|nu på|her på|hen|"
    "her|nu her på|til den|allerede|allerede på|på den|inden den|inden d",
    "next": "næste|naeste",
    "in": "om|i",
    "ago": "siden",
    "for_ago": "for",
    "span:1": "dag|dage|d|døgn|dg|dgs",
    "span:7": "uge|uger|u",
    "span:30": "måned|måneder|mdr|md|mdr",
    "next_week": "i næste uge|næste uge",
    "week": "uge|i uge",
    "ultimo": "ultimo|ult|i slutningen af|ved udgangen af|inden udgangen af|slutningen af|udgangen af|sidste dag i|"
    "månedens udgang|sidst i|slut|slutningen|sidst på|i slutningen|inden udgang af|måneden ud|resten af måneden",
    "primo": "primo|starten af|begyndelsen af|først i|begyndelsen i|i starten af|i begyndelsen af",
    "medio": "medio|midt i|midten af",
    "this_month": "måneden|denne måned|md|måned|dm",
    "next_month": "næste måned|næste md",
    "last_bank": "sidste hverdag|sidste bankdag|sidste hverdag i|sidste bankdag i|sidste arbejdsdag i|"
    "sidste arbejdsdag|den sidste bankdag i|den sidste hverdag i",
    "first_bank": "første bankdag|første bankdag i|første hverdag|første hverdag i|første arbejdsdag i",
    "payday": "når lønnen går ind|når lønnen kommer|når løn går ind|når der er løn|når han får løn|når hun får løn|"
    "når kunden får løn|når jeg får løn|når de får løn|på lønningsdag|når pengene kommer|når pengene går ind|"
    "når su kommer|når dagpenge kommer|efter løn|ved løn|lønningsdag|til løn|når lønnen er der|når løn kommer|"
    "når lønnen er gået ind|når lønnen er inde|når hans løn kommer|når hendes løn kommer|når hun har fået løn|"
    "når han har fået løn|når pensionen kommer|når pension kommer|når kontanthjælpen kommer",
    "vague": "snart|snarest|hurtigst muligt|en af dagene|efter ferien|når han kan|når hun kan|medio|inden jul|før jul|"
    "til jul|efter jul|efter nytår|til nytår|før nytår|mellem jul og nytår|i det nye år|på den anden side af jul|"
    "om en uges tid|om en måneds tid|om et par dage|om et par uger|om nogle dage|i denne uge|denne uge|"
    "i løbet af ugen|når pengene er der|når der er penge|når der kommer penge|når skat kommer|når børnepenge kommer|"
    "senere",
    "clock": "kl|klokken|kl.",
    # small words
    "filler": "siger|siger at|han|hun|de|så|at|lige|også|der|med|vil|venligst|:|dkk:|hans|hendes",
    "sep": "og|samt|derefter|plus|og derefter|og så|og herefter|herefter|og dernæst",
    "not": "ikke|ej|aldrig|ingen|intet|uden|næppe|hverken",
    "if": "hvis|såfremt|men|kun|måske|medmindre|når|ville|skulle|burde|kunne|ca|cirka|omkring|mindst|højst|prøver|"
    "for sent|for sen",
    "other": "laver|lavede|lever|levede|love|loven|betales|betaltes|betalende|manden|handler|handel|ringe|sende|leder|"
    "lønnen|aften|avisen|middag|morgen|besked|glemte|penge|lejer|lejen|mangler|kender|vente|venter|rent|noter|mindre|"
    "fredelig|frygter|frem|løfter|levende|bestilte|bestilt|retning|rette|retter|internet|interesse|koner|kunder|"
    "kundens|månen|moden|naboer|optager|optages|send|sønder|stater|torsk|verden|aftenen|afviser|afvist|fast|fakta|"
    "feber|forfald|huske|kvarter|nettet|kongen|mandat|mandig|flytte|flyttes|skylder|skyldte|undskyld|bringer|bringe|"
    "ringen|fjerner|fjernede|venlig|genoptager|torden|luften|samler|samles|delte|planter|haster|fjernet|slettet|"
    "eftergivet|viser|mandlig|gælder|slutter|sendte|slut|sluttet|sluttes",
}
