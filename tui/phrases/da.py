"""What Danish agents write: for each kind of word its spellings, parted by bars. A value stands after a colon."""

WORDS: dict[str, str] = {
    # arrangements
    "promise": "lovede|lover|lovet|har lovet|har lovede|lover at betale|lovede at betale|løfte|løfte om|betalingsløfte",
    "pays": "betaler|vil gerne betale|betale|vil betale|kan betale|skal betale|indbetaler|overfører|sender|betaling",
    "all": "alt|alt andet|alt det andet|resten af det hele|det hele|alting|hele beløbet|alt det skyldige|"
    "det fulde beløb|fuldt beløb|hele gælden|hele restancen",
    "rest": "resten|rest|restbeløbet|det resterende|den resterende del|og resten",
    "fraction:1/2": "halvdelen|det halve|halvt",
    "fraction:1/3": "en tredjedel|tredjedelen",
    "fraction:1/4": "en fjerdedel",
    "plan": "afdrag|vil have afdragsordning|vil have en afdragsordning|ønsker afdragsordning|"
    "vil gerne have en afdragsordning|afdragsordning på|afdragsordning|afdragsaftale|aftale|betalingsordning|"
    "afdrager|vil afdrage|ratebetaling|aftale om",
    "down": "udbetaling|i udbetaling",
    "renew": "ny aftale|ny afdragsordning|ny ordning|ny plan|ændr aftale til|ændr aftalen til|ændrer aftale til|"
    "vil have ny|vil have ny aftale|ønsker ny aftale|ny aftale i stedet for|ny aftale om|erstatter|i stedet for",
    "broke": "brudt aftale|brudt aftalen|brød aftalen|aftalen brudt|aftale brudt|misligholdt|misligholdt aftalen|"
    "overholdt ikke aftalen|har brudt aftalen",
    "from": "fra|fra og med|startende|start|første gang|begynder|med start|første|første afdrag",
    "over": "på|over|fordelt på|i|delt i|delt på",
    "at": "à|a|af",
    "each": "hver|hver den",
    "freq:monthly": "/md|/mdr|/måned|/mdl|pr md|pr mdr|pr måned|om måneden|hver måned|i måneden|månedlig|månedligt|md|"
    "mdl|månedsvis|månedlige|per måned|per md|hver md|hver mdr",
    "freq:weekly": "/uge|pr uge|om ugen|hver uge|ugentlig|ugentligt|i ugen|ugentlige|ugevis",
    "freq:fortnightly": "hver 14 dag|hver fjortende dag|hver anden uge|hveranden uge|hver 2 uge|/14 dage|pr 14 dage|"
    "hver 14 dage|hver andre uge|14 dages",
    "freq:quarterly": "kvartalsvis|kvartalsvist|hvert kvartal|pr kvartal|/kvartal|kvartalsvise|hver 3 måned",
    "freq:twice_monthly": "to gange om måneden|2 gange om måneden|2 x om måneden|halvmånedligt|2 gange pr måned",
    "freq:last_bank_day": "sidste bankdag|sidste bankdag i måneden|hver sidste bankdag|den sidste bankdag|"
    "sidste bankdag hver måned|sidste hverdag i måneden|sidste hverdag hver måned|den sidste bankdag i måneden|"
    "sidste hverdag",
    "split": "dele op i|deler op i|deles op i|del op i|vil dele op i|deler i|dele i|deles i",
    "unit:monthly": "mdr|måneder|md|måned|måneders",
    "unit:weekly": "uger|ugers",
    "unit:quarterly": "kvartaler",
    "unit:": "x|gange|afdrag|rater|betalinger|lige store afdrag|lige store rater|dele",
    # says it is paid
    "paid": "har betalt|betalte|betalt|er betalt|indbetalt|har indbetalt|har overført|overførte|overført|"
    "pengene er sendt|har lige betalt|siger betalt|siger har betalt|siger det er betalt|er overført|"
    "har sendt pengene|betalt allerede|har allerede betalt|allerede betalt|mener at have betalt|mener betalt",
    "double": "dobbelt|to gange|to gang|betalt dobbelt",
    # deferral
    "defer": "henstand|ønsker henstand|ønsker udsættelse|vil gerne have henstand|beder om henstand|"
    "beder om udsættelse|vil have henstand|får henstand|udsættelse|betalingsudsættelse|udsæt|udskyd|henstand til|"
    "udsættelse til|udsæt til|udskyd til|henstand i|udsættelse i|ønsker henstand til|ønsker udsættelse til|"
    "vil have henstand til|henstand indtil",
    # dispute
    "dispute": "bestrider|bestridt|bestrides|indsigelse|indsigelse mod|uenig|uenig i|er uenig i|gør indsigelse mod|"
    "klager over|reklamation|reklamerer|protesterer mod|anerkender ikke|kan ikke anerkende|er ikke enig i|ikke enig i",
    "not_mine": "ej min regning|ikke min regning|kender ikke regningen|kender ikke regning|forkert regning|"
    "ej hans regning|ej hendes regning|ikke hendes regning|ikke hans regning|kender ikke|ikke bestilt|aldrig bestilt",
    "not_mine_bare": "ej min|ikke min|ej mit|ikke mit",
    "bill": "regning|regningen|faktura|fakturaen|fakt|faknr|fakturanr|faktura nr|regning nr|bilag|regninger|fakturaer",
    "for": "for|på|mod|til|af|vedr|vedrørende",
    # calls
    "outcome:no_answer": "intet svar|ingen svar|svarer ikke|svarede ikke|tager ikke telefonen|tager den ikke|"
    "tager ikke tlf|ikke hjemme|ingen kontakt|ikke truffet|tog ikke telefonen|tog den ikke|optaget|ikke svar|ej svar",
    "no_reply": "is|i s",
    "outcome:message_left": "lagt besked|telefonsvarer|lagde besked|besked lagt|lagt besked på telefonsvarer|"
    "talt besked ind|indtalt besked|lagt besked på svarer|voicemail|indtalte besked",
    "outcome:wrong_number": "forkert nummer|forkert nr|forkert tlf|forkert telefonnummer|nummeret er forkert",
    "outcome:hardship": "kan ikke betale|har ikke råd|ingen penge|har ingen penge|kan ikke betale noget|ikke råd|"
    "er arbejdsløs|kan ej betale|har ej råd|har ikke penge|har ikke pengene",
    "outcome:refuses": "nægter|nægter at betale|betaler ikke|vil ikke betale|betaler ej|vil ej betale|nægtede|"
    "nægtede at betale|agter ikke at betale",
    "outcome:spoke": "talt med kunden|talte med kunden|talt med kunde|talte med|snakket med kunden",
    "ring": "ring|jeg ringer|vi ringer|ring op|ring tilbage|genopkald|kald op|ring igen|ring til kunden|ringes op|"
    "ring kunden|skal ringes op|ring hende|ring ham",
    "rings": "ringer|ringer tilbage|ringer igen|vil ringe|vender tilbage|kontakter os|ringer til os|ringer op",
    "rings_self": "ringer selv|ringer selv tilbage|vender selv tilbage|ringer selv igen|ringer selv til os",
    "rang": "ringede|ringer|har ringet|i røret|i telefonen|på telefonen|ringer ind|ringer for kunden|"
    "ringer på vegne af kunden",
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
    "customer": "kunden|kunde|debitor|skyldner",
    # special states
    "dead": "død|er død|døde|afgået ved døden|dødsbo|afdød|er afgået ved døden",
    "bankrupt": "konkurs|gået konkurs|er gået konkurs|under konkurs|erklæret konkurs|konkursramt",
    "settlement": "gældssanering|søgt gældssanering|har søgt gældssanering|får gældssanering|fået gældssanering|"
    "under gældssanering|indledt gældssanering",
    "trustee": "kurator|kurator er|bobestyrer",
    # contact data, fees, tasks, notes
    "new_phone": "nyt nummer|nyt nr|nyt tlf|nyt telefonnummer|nyt tlf nr|nyt mobilnummer|ny mobil|nyt mobil|nyt tlfnr|"
    "nyt nummer er|ny telefon|nyt mobilnr",
    "new_email": "ny mail|ny e-mail|ny email|ny mailadresse|mail|e-mail|email|ny e-mailadresse|mail er|ny mail er",
    "new_address": "ny adresse|flyttet til|er flyttet til|flytter til|ny adresse er|adresseændring",
    "moved": "flyttet|er flyttet|flytter|fraflyttet",
    "per": "pr|per|fra|den|d|fra og med|pr den|pr d",
    "withdraw": "træk løfte tilbage|træk løftet tilbage|trækker løfte tilbage|trækker løftet tilbage|"
    "trak løftet tilbage|trækker sit løfte tilbage|løftet bortfalder|løfte bortfalder|løftet er bortfaldet|"
    "løftet trækkes tilbage|annuller løfte|annuller løftet|slet løfte|slet løftet|fortryder løftet|fortryder sit løfte",
    "lapse": "bortfalder|trækkes tilbage|trukket tilbage",
    "waive": "fjern|slet|eftergiv|frafald|stryg|nedskriv|fjernes|eftergives|annuller|tilbagefør",
    "fee": "rykkergebyr|rykkergebyret|gebyr|gebyret|rykkergebyrer|gebyrer|rykker gebyr|gebyrerne",
    "fee_interest": "rente|renter|renten|renterne|morarente|morarenter",
    "task": "husk|opgave|følg op|opfølgning|husk at|opfølg|følg op på|todo",
    "note": "note|notat|bemærk",
    # days
    "offset:0": "i dag|idag|nu|straks|med det samme|dags dato|i aften",
    "offset:1": "i morgen|imorgen|i morgon",
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
    "lead": "på|pr|pr den|den|d|senest|inden|til|denne|førstkommende|kommende|til og med|senest den|nu på|her på|hen",
    "next": "næste|naeste",
    "in": "om|i",
    "ago": "siden",
    "for_ago": "for",
    "span:1": "dag|dage|d|døgn",
    "span:7": "uge|uger|u",
    "span:30": "måned|måneder|mdr|md|mdr",
    "next_week": "i næste uge|næste uge",
    "week": "uge|i uge",
    "ultimo": "ultimo|ult|i slutningen af|ved udgangen af|inden udgangen af|slutningen af|udgangen af|sidste dag i|"
    "månedens udgang|sidst i",
    "primo": "primo|starten af|begyndelsen af|først i|begyndelsen i",
    "this_month": "måneden|denne måned|md|måned|dm",
    "next_month": "næste måned|næste md",
    "last_bank": "sidste hverdag|sidste bankdag|sidste hverdag i|sidste bankdag i|sidste arbejdsdag i|"
    "sidste arbejdsdag|den sidste bankdag i|den sidste hverdag i",
    "first_bank": "første bankdag|første bankdag i|første hverdag|første hverdag i|første arbejdsdag i",
    "payday": "når lønnen går ind|når lønnen kommer|når løn går ind|når der er løn|når han får løn|"
    "når hun får løn|når kunden får løn|når jeg får løn|når de får løn|på lønningsdag|"
    "når pengene kommer|når pengene går ind|når su kommer|når dagpenge kommer|efter løn|ved løn|"
    "lønningsdag|til løn",
    "vague": "snart|snarest|hurtigst muligt|en af dagene|efter ferien|når han kan|når hun kan|medio",
    "clock": "kl|klokken|kl.",
    # small words
    "filler": "siger|siger at|han|hun|de|så|at|lige|også|der|med|vil|venligst|:|dkk:",
    "sep": "og|samt|derefter|plus",
    "not": "ikke|ej|aldrig|ingen|intet|uden|næppe|hverken",
    "if": "hvis|såfremt|men|kun|måske|medmindre|når|ville|skulle|burde|kunne|ca|cirka|omkring|mindst|højst|prøver",
    "other": "laver|lavede|lever|levede|love|loven|betales|betaltes|betalende|manden|handler|handel|ringe|sende|leder|"
    "lønnen|aften|avisen|middag|morgen|besked|glemte|penge|lejer|lejen|mangler|kender|vente|venter|rent|noter|mindre",
}
