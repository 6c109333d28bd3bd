"""The policy a market starts with, and the phrases that point at its rules and at risks. Staff change both in the admin."""

from datetime import UTC, datetime

from django.db import migrations

# In force before the first task of any market.
FROM_THE_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)

# subject, title, sentence, allowed, not allowed, what to change
RULES = [
    (
        "ad_clicks", "No clicks on ads",
        "A task may not ask anybody to click, watch or refresh ads, or to make traffic that only looks like people.",
        ["Look at a page and say whether its ads cover the text.", "Count the banners on a page without opening them."],
        ["Click two banner ads on my site.", "Search for my shop and open the sponsored result.", "Refresh the page ten times."],
        "Ask what people see on the page, and leave out the clicks.",
    ),
    (
        "reviews", "No paid reviews and votes",
        "A task may not pay for a review, a rating or a vote that others will take for a free opinion.",
        ["Try the app and tell us, here, what you think of it.", "Count the reviews a shop has."],
        ["Leave a five-star review in the store.", "Vote for contestant 12.", "Write a positive comment on our product page."],
        "Ask for the opinion as a proof here, where nobody takes it for a free review.",
    ),
    (
        "followers", "No followers and likes for sale",
        "A task may not pay for follows, likes, shares, subscriptions or views on other sites.",
        ["Say which of two posts you like better, and why."],
        ["Follow us and like three posts.", "Subscribe to my channel and watch for two minutes."],
        "Ask what people think of the page or the video, and leave out the follow and the like.",
    ),
    (
        "captchas", "No captcha solving",
        "A task may not have people solve captchas for a machine.",
        ["Solve the one captcha that guards a form you test."],
        ["Type 100 captchas.", "Solve captchas in our software."],
        "Leave out the captchas: they ask for a person who wants something there.",
    ),
    (
        "accounts", "No accounts for others",
        "A task may not have people make, verify, sell, rent or hand over accounts.",
        ["Open an account for yourself to test how signing up works, and keep it."],
        ["Create a mail account and send us its password.", "Rent us your profile for a week."],
        "Let people keep the account they make, and do not ask for its login.",
    ),
    (
        "bounties", "No hidden referral bounties",
        "A task may not have people sign up by a referral link unless it says that you earn by it and what they give up.",
        ["Sign up by this referral link; I earn $2 by it, you can cancel at once."],
        ["Join with my referral code.", "Open a trading account by my link and deposit."],
        "Say in a step that it is a referral, what you earn by it and what the worker gives up.",
    ),
    (
        "credentials", "No codes, passwords or identity papers",
        "A task may not ask for passwords, one-time codes, identity papers or a verification in somebody's name.",
        ["Test whether the reset mail arrives, and show only its subject.", "Ask for the completion code that your survey shows at its end."],
        ["Send us the code you get by SMS.", "Upload a photo of your passport.", "Pass the identity check for us.", "A proof called “Card number and CVV”."],
        "Take out the code, the password or the paper. Nobody needs it to judge the work.",
    ),
    (
        "installs", "No installs from unknown places",
        "A task may not have people install apps or extensions from anywhere but the official stores.",
        ["Install our app from the official store and try its search."],
        ["Download the APK from our site.", "Add this extension by developer mode."],
        "Link to the app or the extension in its official store.",
    ),
    (
        "own_money", "No paying of one's own money",
        "A task may not ask workers to pay, buy, deposit or invest anything.",
        ["Go through the checkout until the page of payment, and stop there."],
        ["Buy the book and get the money back.", "Deposit $10 to unlock the bonus."],
        "Stop before the payment, or give what is to be bought.",
    ),
    (
        "adult", "Nothing adult or illegal",
        "A task may not ask for sexual content, drugs, weapons, fraud, or anything that the law forbids.",
        ["Sort pictures of clothing by kind.", "Moderate texts, with a warning of what may be in them."],
        ["Describe porn videos.", "Sell or test drugs.", "Write false invoices."],
        "Leave this out.",
    ),
    (
        "harvesting", "No other people's data",
        "A task may not collect private data of people who do not know of it.",
        ["Find the public phone number of a shop."],
        ["Collect 50 e-mail addresses of members of a group.", "Send us phone numbers of your friends."],
        "Ask for data of businesses, or of the workers themselves with their consent.",
    ),
    (
        "vpn", "No pretending to be elsewhere",
        "A task may not need a VPN, a proxy or another country than one's own. Targeting is there for that.",
        ["Say how fast the page loads where you are."],
        ["Connect by a VPN to the USA first.", "Change your location to Germany."],
        "Choose the countries you need under “Who”, and leave out the VPN.",
    ),
]  # fmt: skip

# words, subject, weight: 100 alone keeps a task from being published, 50 alone asks for a look.
PHRASES = [
    ("click*|tap*|press* ... ad|ads|advert*|sponsored", "ad_clicks", 100),
    ("click*|tap*|press* ... banner*", "ad_clicks", 60),
    ("open* ... sponsored", "ad_clicks", 60),
    ("ad|ads|adsense ... click*", "ad_clicks", 60),
    ("watch*|view* ... ads|adverts|advertisements", "ad_clicks", 60),
    ("refresh*|reload* ... times", "ad_clicks", 60),
    ("traffic exchange", "ad_clicks", 100),
    ("haz|hacer|haga|dar|da ... clic|click ... anuncio*|publicidad", "ad_clicks", 100),
    ("clique*|clicar|clica ... anuncio*|publicidade", "ad_clicks", 100),
    ("clique*|cliquer ... publicite*|annonce*", "ad_clicks", 100),
    ("klik ... iklan", "ad_clicks", 100),
    ("leave*|write*|post*|give*|submit* ... 5|five|4|four|positive|good|great ... review*|rating*", "reviews", 100),
    ("leave*|write*|post* ... positive|good|nice comment*|feedback", "reviews", 60),
    ("5|five star|stars ... review*|rating*|comment*", "reviews", 60),
    ("leave*|post*|submit* ... review* ... google|trustpilot|store|amazon|yelp|tripadvisor|facebook|maps", "reviews", 100),
    ("leave*|post*|submit* ... review|reviews|rating", "reviews", 50),
    ("rate ... 5|five star|stars", "reviews", 100),
    ("vote*|upvote* ... for|my|our|us|candidate*|contest*|poll", "reviews", 60),
    ("upvote*|downvote*", "reviews", 60),
    ("deja*|escribe*|publica* ... resena*", "reviews", 60),
    ("deixe*|escreva* ... avaliacao|avaliacoes", "reviews", 60),
    ("follow*|subscribe* ... my|our|us|this ... page|channel|account|profile|instagram|twitter|tiktok|youtube|facebook", "followers", 100),
    ("follow|subscribe|retweet ... instagram|tiktok|youtube|facebook|twitter|telegram|spotify", "followers", 60),
    ("like* share*|subscribe*|follow*|comment*", "followers", 100),
    ("like* and|my|our share*|subscribe*|follow*|comment*", "followers", 100),
    ("subscribe* to|to ... channel*", "followers", 100),
    ("like ... my|our|this|the ... post|posts|video|videos|page|photo|photos|reel*", "followers", 60),
    ("follow us", "followers", 60),
    ("more|get|buy|real followers|likes|subscribers", "followers", 60),
    ("retweet*|repost*", "followers", 60),
    ("suscribete|suscribirse|inscreva se", "followers", 60),
    ("captcha* solv*|typing|entry|work", "captchas", 100),
    ("solv*|typ*|enter*|resolv* ... captchas|recaptchas", "captchas", 100),
    ("solv*|typ*|enter*|resolv* ... captcha|recaptcha", "captchas", 50),
    ("sell*|rent*|buy ... account|accounts|profile", "accounts", 60),
    ("hand over ... account|accounts|profile", "accounts", 60),
    ("create*|open*|make*|register* ... accounts ... send*|give*|sell*|deliver*", "accounts", 100),
    ("create*|make*|register* ... 2|3|4|5|10|20|50|100|two|three|five|ten|several|many|multiple ... accounts", "accounts", 60),
    ("verified|aged|pva accounts", "accounts", 100),
    ("account ... login|credentials|password ... send*|give*|share*", "accounts", 60),
    ("phone|sms verified account*", "accounts", 60),
    ("send*|give* ... its|their|the login|password*|credentials", "accounts", 60),
    ("referral|invite|affiliate|invitation|referal link|code|url", "bounties", 60),
    ("my|our referral", "bounties", 60),
    ("use ... code ... sign|register|join", "bounties", 50),
    ("sign|register|join ... referral|affiliate", "bounties", 30),
    ("by|through|with|via|using my|our link", "bounties", 60),
    ("codigo de referido|referencia|convite|indicacao", "bounties", 60),
    ("otp", "credentials", 60),
    ("send*|give*|share*|tell*|enter*|forward* ... otp", "credentials", 100),
    ("one time code|codes|password|passcode", "credentials", 60),
    ("send*|give*|share*|tell*|forward* ... sms|verification|security|confirmation|login code|codes|pin", "credentials", 100),
    ("code ... sms|text ... send*|give*|share*|forward*", "credentials", 100),
    ("send*|give*|share*|tell*|forward* ... code|codes ... get|receive*|sms", "credentials", 100),
    ("your|the|account password|passwords", "credentials", 50),
    ("send*|give*|share*|tell*|provide* ... your|account password|passwords|login|credentials", "credentials", 100),
    ("upload*|send*|photo*|picture*|selfie*|scan*|show* ... passport|licence|license", "credentials", 100),
    ("upload*|send*|photo*|picture*|selfie*|scan*|show* ... id|identity card|document*|papers|proof", "credentials", 100),
    ("passport|driving|drivers|national ... number|license|licence|id|photo", "credentials", 60),
    ("kyc", "credentials", 100),
    ("identity verification|check", "credentials", 60),
    ("seed phrase", "credentials", 100),
    ("credit|debit|bank card|account number|details", "credentials", 60),
    ("social security number", "credentials", 100),
    ("apk", "installs", 60),
    ("install*|download*|get ... apk", "installs", 100),
    ("developer|unpacked mode|extension", "installs", 60),
    ("install*|add* ... extension*|addon", "installs", 50),
    ("install*|download* ... exe|msi|dmg|crx|ipa", "installs", 100),
    ("unknown sources", "installs", 100),
    ("sideload*", "installs", 100),
    ("disable*|turn ... antivirus|defender|firewall", "installs", 100),
    ("download*|install* ... mediafire|mega|dropbox|telegram", "installs", 60),
    ("buy|purchase|order ... product*|item*|book*|subscription*|plan|premium|ticket*|coin*|token*", "own_money", 40),
    ("buy|purchase ... receipt|invoice|refund*", "own_money", 60),
    ("get ... money back", "own_money", 60),
    ("pay* ... yourself|fee|fees|your|deposit|upfront|advance", "own_money", 60),
    ("deposit* ... least|minimum|money|usd|dollars|usdt|crypto|bitcoin|btc", "own_money", 100),
    ("deposit|pay|invest 5|10|20|50|100", "own_money", 60),
    ("make|first deposit", "own_money", 60),
    ("invest*|trade ... usd|dollars|usdt|crypto|money|bitcoin", "own_money", 60),
    ("reimburse*|refund you", "own_money", 60),
    ("pay|paying|buy|buying|purchase*|order|checkout ... own card|money|cash|pocket|funds|paypal", "own_money", 100),
    ("your|their own money|cash|funds|pocket|savings|expense", "own_money", 100),
    ("with|use|using your|their own card|cards|credit|debit|bank|paypal", "own_money", 100),
    ("pay|paying with|by|from|using your ... card|money|cash|paypal|wallet|account", "own_money", 30),
    ("pay|paying|buy|buying|order ... send*|show*|upload*|attach*|photo*|screenshot* ... receipt|invoice|confirmation", "own_money", 60),
    ("pay|paid|refund|refunded you|it|that back", "own_money", 60),
    ("top up ... account|wallet|balance|dollars|usd", "own_money", 60),
    ("porn*|xxx|nude|nudes|escort|escorts", "adult", 100),
    ("sell|buy|order|test|deliver ... drugs", "adult", 60),
    ("sexual*|erotic*|camgirl*|onlyfans", "adult", 60),
    ("cocaine|heroin|meth|weed|cannabis|marijuana ... buy*|sell*|order*|deliver*", "adult", 100),
    ("cocaine|heroin|meth", "adult", 60),
    ("fake|false|forged|counterfeit invoice*|document*|id|passport|money|certificate*|diploma*", "adult", 100),
    ("stolen|hacked|cracked card*|account*|data|password*", "adult", 100),
    ("betting|casino|gambling", "adult", 50),
    ("firearm*|explosive*", "adult", 50),
    ("collect*|find*|gather*|scrape*|harvest*|send* ... email*|phone|numbers ... people|members|friends|users|profiles|contacts|strangers", "harvesting", 100),
    ("emails|numbers|contacts|addresses of your|other friends|family|people|contacts|members", "harvesting", 100),
    ("scrape*|harvest* ... email*|phone*|profiles|linkedin|facebook", "harvesting", 60),
    ("upload*|export*|share*|send* ... contacts|contact list", "harvesting", 60),
    ("home|private addresses of", "harvesting", 60),
    ("use*|connect*|turn*|install*|need*|with|by|via ... vpn", "vpn", 100),
    ("vpn", "vpn", 50),
    ("residential|us|usa|uk proxy|proxies", "vpn", 60),
    ("change*|fake*|spoof* ... location|ip|gps|country", "vpn", 60),
]  # fmt: skip

RISKS = [
    ("your|an|a|enter*|with|by|give* ... email", "email"),
    ("email address*", "email"),
    ("correo|endereco electronico|eletronico|email", "email"),
    ("your|a|enter*|give* ... phone|mobile|whatsapp|telephone ... number", "phone"),
    ("sms ... code|verification|confirm*", "phone"),
    ("whatsapp|telegram ... number|join*|message*", "phone"),
    ("install*", "install"),
    ("download* ... app|application|software|program|game", "install"),
    ("browser extension*", "install"),
    ("sign up|upto", "sign_up"),
    ("signup|registrate|registrese|cadastre", "sign_up"),
    ("register*|registration ... account|form|site|website|yourself|newsletter", "sign_up"),
    ("create*|open*|make* ... account", "sign_up"),
    ("subscribe* ... newsletter", "sign_up"),
    ("checkout|payment page|method|details|card", "payment"),
    ("free trial", "payment"),
    ("credit|debit|bank|own card*", "payment"),
    ("pay|paying by|with|using ... card|paypal|wallet", "payment"),
    ("buy|buying|purchase ... product*|item*|book*|subscription*|plan|premium|ticket*", "payment"),
    ("date of birth", "personal"),
    ("your|full|real ... name and|address|surname", "personal"),
    ("home|postal|street address", "personal"),
    ("your income|salary|health|medical|religion|face|voice", "personal"),
    ("selfie*|video|photo of yourself|you|your|face", "personal"),
    ("record* your|yourself voice|reading|saying", "personal"),
]


def publish(apps, _schema_editor):
    models = {name: apps.get_model("tasks", name) for name in ("Edition", "Rule", "Phrase")}
    note = "The first policy of this market."
    edition = models["Edition"].objects.create(number=1, effective_at=FROM_THE_BEGINNING, note=note)
    models["Rule"].objects.bulk_create(
        models["Rule"](
            edition=edition, number=number, subject=subject, title=title, sentence=sentence,
            allowed="\n".join(allowed), forbidden="\n".join(forbidden), fix=fix,
        )
        for number, (subject, title, sentence, allowed, forbidden, fix) in enumerate(RULES, start=1)
    )  # fmt: skip
    phrase = models["Phrase"]
    phrase.objects.bulk_create(phrase(words=words, subject=about, weight=weight) for words, about, weight in PHRASES)
    phrase.objects.bulk_create(phrase(words=words, risk=risk) for words, risk in RISKS)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0004_first_categories")]

    operations = [migrations.RunPython(publish, migrations.RunPython.noop)]
