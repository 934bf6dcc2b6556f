"""What Norwegian agents write (bokmål, and some nynorsk), in the manner of `da`."""

WORDS: dict[str, str] = {
    "promise": "lovte|lovet|lover|lova|har lovet|har lovt|lover å betale|lovte å betale|løfte|løfte om|betalingsløfte",
    "pays": "betaler|vil gjerne betale|betale|vil betale|kan betale|skal betale|innbetaler|overfører|sender|betalar|"
    "ønsker å betale|vil overføre|vil innbetale|kan klare|klarer|kan klare å betale|vipser|vippser|vipps|kan overføre|"
    "greier",
    "agreed_on": "avtalt|har avtalt|avtaler|avtale|avtalt betaling|avtalt å betale|avtale om",
    "pay": "betale|innbetale|overføre|sende",
    "all": "alt|alt annet|alt det andre|alt sammen|hele beløpet|det hele|alt utestående|hele summen|hele gjelden|"
    "hele restansen|full sum|fullt ut|saldoen|gjelda|gjelden|restansen|det skyldige|skyldig beløp|hele regningen|"
    "hele regninga|alt på en gang|utestående",
    "rest": "resten|rest|restbeløpet|det resterende|og resten|det som gjenstår",
    "means": "via nettbank|i nettbank|på nettbank|på vipps|via vipps|med kort|på kort|kontant|vipps",
    "fraction:1/2": "halvparten|halve|halve beløpet",
    "fraction:1/3": "en tredel|en tredjedel",
    "fraction:1/4": "en firedel|en fjerdedel",
    "plan": "avdrag|ønsker avdragsordning|vil ha avdragsordning|vil ha en avdragsordning|avdragsordning på|"
    "avdragsordning|avdragsavtale|avtale|nedbetaling|nedbetalingsavtale|betalingsordning|nedbetalingsplan|delbetaling|"
    "vil nedbetale|betalingsavtale|avtale om|nedbetaler|vil gjerne nedbetale|ønsker å nedbetale|nedbetale|"
    "vil ha nedbetaling|ønsker nedbetaling|vil ha avdrag|ønsker avdrag",
    "down": "forskudd|i forskudd|innskudd",
    "renew": "ny avtale|ny avdragsordning|ny ordning|ny plan|vil ha ny|vil ha ny avtale|ønsker ny|ønsker ny avtale|"
    "endre avtale til|endre avtalen til|endrer avtalen til|ny nedbetalingsplan|ny avtale om|erstatter|i stedet for|"
    "vil lage ny avtale|vil endre avtalen til|vil endre avtale til|endrer avtale til",
    "new": "ny|ny avtale|nytt forslag",
    "broke": "brøt avtale|brøt avtalen|brutt avtale|brutt avtalen|avtalen brutt|misligholdt|misligholdt avtalen|"
    "misligholdte avtalen|har brutt avtalen|holdt ikke avtalen",
    "from": "fra|fra og med|f o m|fom|start|med start|første gang|starter|første|første avdrag|med oppstart|"
    "starter på|1 avdrag|1 gang|første betaling|1 betaling|oppstart",
    "over": "på|over|fordelt på|i|delt i|delt på|fordelt over|fordeles over|fordeles på|fordeler over|spredt over",
    "at": "à|a|av|á|på",
    "each": "hver|hver den",
    "every_other": "annenhver|annahver|hver annen",
    "freq:monthly": "/mnd|/mnde|/måned|/md|i mnd|i måneden|per mnd|pr mnd|pr måned|per måned|hver måned|hver mnd|"
    "månedlig|mnd|månedlige|i måned|kvar månad|i månaden|pr mnd|i hver måned|i hver mnd|hver eneste måned|om måneden|"
    "om mnd|mndlig",
    "freq:weekly": "/uke|pr uke|per uke|i uka|i uken|hver uke|ukentlig|ukentlige|kvar veke",
    "freq:fortnightly": "annenhver uke|annahver uke|annenhver veke|hver 14 dag|hver fjortende dag|hver andre uke|"
    "hver annen uke|hver 2 uke|/14 dager|annankvar veke|hver 14 dager",
    "freq:quarterly": "kvartalsvis|hvert kvartal|pr kvartal|per kvartal|/kvartal|kvartalsvise|hver 3 måned",
    "freq:every second month": "annenhver måned|hver annen måned|annahver måned|hver 2 måned",
    "freq:twice_monthly": "to ganger i måneden|2 ganger i måneden|2 ganger i mnd|to ganger i mnd|2 x i mnd",
    "freq:last_bank_day": "siste bankdag|siste bankdag i måneden|hver siste bankdag|siste bankdag i mnd|"
    "siste bankdag hver måned|siste virkedag i måneden|siste virkedag hver måned|siste virkedag|siste hverdag|"
    "hver siste virkedag|hver siste hverdag|siste virkedag i mnd|siste hverdag i måneden|siste hverdag i mnd|"
    "hver siste virkedag i måneden",
    "split": "dele opp i|deler opp i|deles opp i|vil dele opp i|deler i|dele i|delt opp i|del i|delt i|del opp i|"
    "deler det opp i|dele det opp i|deler på|dele på|delt på|deler det i|deler beløpet i|deler opp på",
    "unit:monthly": "mnd|måneder|mndr|mdr|måned|md|månader|måneders",
    "unit:weekly": "uker|ukers|veker",
    "unit:quarterly": "kvartaler|kvartal",
    "unit:": "x|ganger|avdrag|terminer|betalinger|like avdrag|like store avdrag|rater|deler",
    "times": "x|ganger",
    "paid": "har betalt|betalte|betalt|er betalt|innbetalt|har innbetalt|har overført|overførte|overført|"
    "har betalt inn|pengene er sendt|sier betalt|sier det er betalt|har allerede betalt|allerede betalt|"
    "mener å ha betalt|betalt inn|har nettopp betalt|sier har betalt|betalte inn|har betala|påstår betalt|"
    "påstår å ha betalt|påstår det er betalt|sier å ha betalt|mener det er betalt|mener den er betalt|"
    "sier den er betalt|sier at det er betalt|mener han har betalt|mener hun har betalt|påstår han har betalt|"
    "påstår hun har betalt",
    "double": "dobbelt|to ganger|dobbelt opp|2 ganger",
    "defer": "utsettelse|ønsker utsettelse|ber om utsettelse|vil ha utsettelse|vil gjerne ha utsettelse|"
    "får utsettelse|betalingsutsettelse|henstand|utsett|utsettelse til|utsett til|betalingsutsettelse til|"
    "henstand til|utsettelse i|ønsker utsettelse til|vil ha utsettelse til|ber om utsettelse til|utsettelse fram til|"
    "trenger utsettelse|trenger utsettelse til|vil gjerne ha utsettelse til|utsatt til|utsettes til|utsettes|"
    "betalingshenstand",
    "dispute": "bestrider|bestridt|bestrides|innsigelse|innsigelse mot|uenig|uenig i|er uenig i|klager på|reklamasjon|"
    "reklamerer|protesterer mot|godtar ikke|anerkjenner ikke|motsetter seg|har innsigelse mot|er ikke enig i|"
    "ikke enig i|er bestridt|har innsigelse|innsigelse imot",
    "not_mine": "ikke min regning|ikke min faktura|kjenner ikke fakturaen|kjenner ikke regningen|feil regning|"
    "feil faktura|ikke hans regning|ikke hennes regning|kjenner ikke til|har ikke bestilt|ikke bestilt|aldri bestilt",
    "not_mine_bare": "ikke min|ikke mitt",
    "bill": "regning|regningen|faktura|fakturaen|fakturanr|faktura nr|regning nr|bilag|fakturaer|regninger|fakt",
    "the_bill": "regningen|fakturaen|regninga",
    "for": "for|på|mot|til|av|vedr|vedrørende|ang",
    "outcome:no_answer": "ikke svar|intet svar|ingen svar|svarer ikke|svarte ikke|tar ikke tlf|tar ikke telefonen|"
    "tar ikke telefon|tok ikke telefonen|tok ikke tlf|ikke kontakt|ingen kontakt|ikke hjemme|opptatt|ubesvart|"
    "ikkje svar|tar den ikke|svarer ikkje|ingen svarer|ingen tar telefonen|tlf avslått|telefon avslått|mobil avslått|"
    "svarer ikke på tlf|fikk ikke tak i|fikk ikke kontakt|ringt uten svar|ringte uten svar",
    "outcome:message_left": "lagt igjen beskjed|la igjen beskjed|la igjen beskjed på svarer|beskjed lagt|"
    "telefonsvarer|lagt beskjed|la beskjed|talemelding|lagt igjen beskjed på svarer|mobilsvar|voicemail|"
    "lagt igjen melding|lest inn beskjed|tlf svarer|tlfsvarer|lagt igjen en beskjed|la igjen en beskjed|"
    "la igjen melding|la beskjed på svarer|la igjen beskjed på tlf svarer|lagt igjen beskjed på tlf svarer",
    "outcome:wrong_number": "feil nummer|feil nr|feil tlf|feil telefonnummer|galt nummer|nummeret er feil|feil tlf nr|"
    "feil tlfnr|feil mobilnr|nummeret er ikke i bruk|nr ikke i bruk|nummer ikke i bruk|nr er feil",
    "outcome:hardship": "kan ikke betale|har ikke råd|ingen penger|har ingen penger|ikke råd|klarer ikke å betale|"
    "klarer ikke betale|har ikke penger|er arbeidsledig|kan ikkje betale|greier ikke å betale|mistet jobben",
    "outcome:refuses": "nekter|nekter å betale|betaler ikke|vil ikke betale|nektet|nektet å betale|betaler ikkje|"
    "har ikke tenkt å betale|betaler ingenting|betaler ikke noe|vil ikke betale noe",
    "outcome:spoke": "snakket med kunden|snakka med kunden|snakket med kunde",
    "ring": "ring|jeg ringer|vi ringer|ring opp|ring tilbake|ring igjen|ringes opp|ring kunden|skal ringes opp|"
    "ring henne|ring ham|oppringing|prøv igjen|prøver igjen|nytt forsøk|ring henne opp|ring ham opp|ring kunden opp",
    "rings": "ringer|ringer tilbake|ringer igjen|vil ringe|kommer tilbake|tar kontakt|kontakter oss|ringer oss|"
    "ringer opp",
    "rings_self": "ringer selv|ringer selv tilbake|tar selv kontakt|tar kontakt selv|ringer sjøl|ringer sjølv|"
    "ringer selv igjen|ringer oss selv|ringer til oss|ringer oss|kontakter oss|tar kontakt med oss|lovte å ringe|"
    "lover å ringe|lovte å ringe tilbake|lover å ringe tilbake|vil selv ringe|har lovet å ringe",
    "rang": "ringte|ringer|har ringt|på tråden|i telefonen|på telefonen|ringer inn|ringer på vegne av kunden|"
    "ringer for kunden|i tlf|på tlf",
    "spoke_with": "snakket med|snakka med|snakker med|pratet med|talte med",
    "about": "ang|angående|vedr|vedrørende|om|om at",
    "relative:wife": "kone|kona|konen|hustru",
    "relative:husband": "mannen|ektemann|ektemannen|ektefelle|ektefellen",
    "relative:man": "mann",
    "relative:partner": "samboer|samboeren|kjæreste|kjæresten",
    "relative:parent": "mor|mora|moren|far|faren|svigermor|svigerfar|foreldre",
    "relative:child": "sønn|sønnen|datter|datteren|dattera",
    "relative:sibling": "bror|broren|søster|søsteren|søstera",
    "relative:other": "nabo|naboen|venn|venninne|kollega|pårørende|tredjeperson|tredjepart",
    "relative:guardian": "verge|vergen",
    "relative:adviser": "gjeldsrådgiver|gjeldsrådgiveren|rådgiver|saksbehandler|økonomisk rådgiver|advokat|nav",
    "relative:bookkeeper": "regnskapsfører|regnskapsføreren|revisor|revisoren",
    "relative:estate": "arving|arvingen|boet",
    "no_proxy": "ikke fullmakt|ingen fullmakt|uten fullmakt|har ikke fullmakt|mangler fullmakt|ikkje fullmakt|"
    "ej fullmakt",
    "proxy": "fullmakt|har fullmakt|med fullmakt",
    "customer": "kunden|kunde|skyldner|debitor|kd|debitoren|skyldneren",
    "dead": "død|er død|døde|gått bort|dødsbo|avdød|er gått bort|gikk bort|dødsfall",
    "bankrupt": "konkurs|gått konkurs|er konkurs|slått konkurs|er gått konkurs|åpnet konkurs|begjært konkurs",
    "settlement": "gjeldsordning|søkt gjeldsordning|har søkt gjeldsordning|søker gjeldsordning|fått gjeldsordning|"
    "åpnet gjeldsforhandling|gjeldsforhandling|under gjeldsordning",
    "trustee": "bostyrer|bobestyrer|bostyrer er",
    "new_phone": "nytt nummer|nytt nr|nytt tlf|nytt telefonnummer|nytt mobilnummer|ny mobil|nytt tlfnr|nytt tlf nr|"
    "nytt nummer er|ny telefon|nytt mobilnr|ny tlf|ny tlf nr",
    "new_email": "ny mail|ny e-post|ny epost|epost|e-post|ny e-postadresse|ny epostadresse|e-post er|ny e-post er",
    "new_address": "ny adresse|flyttet til|har flyttet til|flytter til|ny adresse er|adresseendring|flytta til|ny adr|"
    "ny adr er",
    "lacking": "ukjent|kommer|følger|sendes|oppgis|mangler|hemmelig|senere",
    "moved": "flyttet|har flyttet|flytta|flytter|fraflyttet",
    "per": "pr|per|fra|den|d|fra og med|pr den|f o m",
    "withdraw": "trekk løfte tilbake|trekk løftet tilbake|trekker løfte tilbake|trekker løftet tilbake|"
    "trakk løftet tilbake|trekker løftet|løftet bortfaller|løfte bortfaller|løftet er bortfalt|løftet trekkes tilbake|"
    "løftet trekkes|annuller løfte|annuller løftet|slett løfte|slett løftet|angrer løftet",
    "lapse": "bortfaller|trekkes tilbake|trukket tilbake",
    "waive": "fjern|slett|ettergi|frafall|stryk|fjernes|ettergis|annuller|reverser|ta bort|slettes",
    "fee": "purregebyr|purregebyret|gebyr|gebyret|gebyrer|purring gebyr|gebyrene|purregebyrer|inkassovarselgebyr",
    "fee_interest": "rente|renter|renten|rentene|forsinkelsesrente|forsinkelsesrenter|forsinkelsesrenten",
    "task": "husk|oppgave|følg opp|oppfølging|husk å|gjøremål",
    "note": "note|notat|merk|nb",
    "offset:0": "i dag|idag|nå|straks|med en gang|dags dato|i kveld|senere i dag|i løpet av dagen|ennå i dag|"
    "allerede i dag",
    "offset:1": "i morgen|imorgen|i morgon|i morra|imorra",
    "offset:2": "i overmorgen|overmorgen|i overmorgon|iovermorgen",
    "offset:-1": "i går|igår|i gaar|i gar|i går kveld",
    "offset:-2": "i forgårs|forgårs|iforgårs",
    "weekday:0": "mandag|man|måndag",
    "weekday:1": "tirsdag|tirs|tir|tysdag",
    "weekday:2": "onsdag|ons",
    "weekday:3": "torsdag|tors|tor",
    "weekday:4": "fredag|fre",
    "weekday:5": "lørdag|lør|laurdag",
    "weekday:6": "søndag|søn|sundag",
    "last_weekday:0": "sist mandag|forrige mandag|på mandag sist",
    "last_weekday:1": "sist tirsdag|forrige tirsdag",
    "last_weekday:2": "sist onsdag|forrige onsdag",
    "last_weekday:3": "sist torsdag|forrige torsdag",
    "last_weekday:4": "sist fredag|forrige fredag",
    "last_weekday:5": "sist lørdag|forrige lørdag",
    "last_weekday:6": "sist søndag|forrige søndag",
    "ordinal:2": "andre",
    "ordinal:7": "sjuende",
    "ordinal:8": "åttende",
    "ordinal:20": "tjuende",
    "ordinal:25": "tjuefemte",
    "ordinal:30": "trettiende",
    "month:1": "januar|jan",
    "month:2": "februar|feb|febr",
    "month:3": "mars|mar",
    "month:4": "april|apr",
    "month:5": "mai",
    "month:6": "juni|jun",
    "month:7": "juli|jul",
    "month:8": "august|aug",
    "month:9": "september|sep|sept",
    "month:10": "oktober|okt",
    "month:11": "november|nov",
    "month:12": "desember|des",
    "lead": "på|pr|per|den|d|senest|innen|til|denne|førstkommende|kommende|til og med|senest den|nå på|førstk|"
    "fram til|her|på den|innen den|allerede|til den",
    "next": "neste",
    "in": "om|i",
    "ago": "siden",
    "for_ago": "for",
    "span:1": "dag|dager|d|døgn|dagar|dg",
    "span:7": "uke|uker|u|veke|veker",
    "span:30": "måned|måneder|mnd|md",
    "next_week": "i neste uke|neste uke",
    "week": "uke|i uke|veke",
    "ultimo": "ultimo|ult|i slutten av|ved utgangen av|innen utgangen av|slutten av|utgangen av|siste dag i|"
    "månedsslutt|sist i|slutt|slutten|sist på|ut måneden|måneden ut|ut mnd",
    "primo": "primo|starten av|begynnelsen av|først i|i starten av|i begynnelsen av",
    "medio": "medio|midt i|midten av",
    "this_month": "måneden|denne måneden|mnd|denne mnd",
    "next_month": "neste måned|neste mnd",
    "last_bank": "siste virkedag|siste bankdag|siste hverdag|siste virkedag i|siste bankdag i|siste hverdag i",
    "first_bank": "første virkedag|første bankdag|første virkedag i|første bankdag i|første hverdag i|første hverdag",
    "payday": "når lønna kommer|når lønnen kommer|når lønna går inn|når lønnen går inn|når lønn kommer|"
    "når han får lønn|når hun får lønn|når kunden får lønn|etter lønn|ved lønn|på lønningsdag|lønningsdag|til lønning|"
    "til lønn|når pengene kommer|når trygda kommer|når nav betaler|når lønna er inne|når lønnen er inne|"
    "når lønna er kommet|når lønna går inn på konto|når hun har fått lønn|når han har fått lønn|når pensjonen kommer|"
    "når trygden kommer|når nav kommer|når hans lønn kommer|når hennes lønn kommer",
    "vague": "snart|snarest|så fort som mulig|en av dagene|etter ferien|når han kan|når hun kan|medio|innen jul|"
    "før jul|til jul|etter jul|etter nyttår|til nyttår|før nyttår|mellom jul og nyttår|i romjula|i det nye året|"
    "om en ukes tid|om en måneds tid|om et par dager|om et par uker|denne uka|denne uken|i løpet av uka|"
    "i løpet av uken|når pengene er der|når det kommer penger|når skatten kommer|senere",
    "clock": "kl|klokka|klokken",
    "filler": "sier|sier at|han|hun|de|så|å|også|der|med|vil|vennligst|skal|:|hennes|hans",
    "sep": "og|samt|deretter|pluss|og deretter|og så",
    "not": "ikke|ikkje|aldri|ingen|ei|uten|neppe|ej|verken",
    "if": "hvis|dersom|men|kun|bare|kanskje|når|ville|skulle|burde|kunne|ca|omtrent|minst|maks|med mindre|prøver|"
    "for sent|for seint",
    "other": "laver|lever|loven|betales|betalende|lønna|beskjed|ringe|sende|tenker|trenger|glemte|kjenner|venter|"
    "leier|handler|leder|mangler|vente|noter|renner|fredrik|mindre|flytte|oppsagt|oppgitt|nettet|stenger|stengt|"
    "kongen|bestilte|bestilt|skifter|kvarter|mandat|rette|retter|verden|skylder|skyldte|fast|fakta|send|sønder|"
    "utbetaling|naboer|kunder|interesse|internett|fjerner|fjernet|moden|avviser|avvist|torden|samler|fortell|plikter|"
    "slettet|ettergitt|viser|mandlig|gjelder|slutter|sendte|slutt|sluttet|sluttes",
}
