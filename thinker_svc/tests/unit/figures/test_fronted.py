"""What is put first or left unsaid: times, sides of a comparison, the subject, the word for the search."""

from __future__ import annotations

from thinker_svc.tests.unit.figures.wording import Case, cases, holds

OF_MILKS: list[Case] = [
    # the sides of a comparison, the other way round
    (
        "Fast doppelt so oft wie „soy milk“ wurde gestern „oat milk“ gegoogelt.",
        ("doppelt so oft", "contradicted"),
    ),
    (
        "Am 8. November wurde doppelt so oft nach „oat milk“ gesucht wie nach „soy milk“.",
        ("doppelt so oft", "contradicted"),
    ),
    ("1,6-mal so oft wie „soy milk“ wurde am 8. November „oat milk“ gegoogelt.", ("1,6-mal", "supported")),
    (
        "Oat milk has overtaken soy milk, and it led by 25 points on 8 November.",
        ("led by 25 points", "supported"),
    ),
    (
        "Oat milk has overtaken soy milk, and it led by 45 points on 8 November.",
        ("led by 45 points", "contradicted"),
    ),
    ("Oat milk has overtaken soy milk and stands at 66.", ("66", "supported")),
    ("It was on 12 October that people searched most for soy milk.", ("12 October", "supported")),
    ("It was on 2 November that people searched most for soy milk.", ("2 November", "contradicted")),
    ("Hemp milk, oat milk and soy milk, in that order.", ("Hemp milk", "contradicted")),
    ("Soy milk, oat milk and hemp milk, in that order.", ("oat milk and hemp milk", "supported")),
    ("66 for oat milk, 41 for soy milk: that was 8 November.", ("41", "supported")),
    ("60 for oat milk, 41 for soy milk: that was 8 November.", ("60", "contradicted")),
    ("It's in Germany that oat milk is strongest.", ("Germany that oat milk", "supported")),
    ("It's in France that oat milk is strongest.", ("France that oat milk", "contradicted")),
    ("En Francia se busca más soy milk que oat milk.", ("se busca más", "supported")),
    ("En Francia se busca más oat milk que soy milk.", ("se busca más", "contradicted")),
    ("Oat milk is at 66. It is also well ahead of “cow milk”.", ("ahead of “cow milk", "unsupported")),
    ("Oat milk is at 66, against 44 for “cow milk”.", ("44", "unsupported")),
    (
        "Cow milk, by the way, gets more searches than oat milk.",
        ("more searches than", "unsupported"),
    ),
    # regions and spans
    ("Germany picks oat milk, France soy milk.", ("France soy milk", "supported")),
    ("Nobody searches for oat milk more than the Germans.", ("Germans", "supported")),
    ("Nobody searches for soy milk more than the Germans.", ("Germans", "contradicted")),
    ("Nobody searches for oat milk more than the French.", ("French", "contradicted")),
    ("Germany picks soy milk, France oat milk.", ("France oat milk", "contradicted")),
    ("In Germany, oat milk beats soy milk by 26 points.", ("26 points", "supported")),
    ("In Germany, oat milk beats soy milk by 10 points.", ("10 points", "contradicted")),
    ("Soy milk has been ahead of oat milk for the past week.", ("ahead of oat milk", "contradicted")),
    ("«Oat milk» aventaja ya en 35 puntos a «soy milk».", ("35 puntos", "contradicted")),
    ("En moyenne, « soy milk » reste devant : 54 contre 37.", ("37", "supported")),
    ("En moyenne, « oat milk » reste devant : 54 contre 37.", ("54", "contradicted")),
    ("In Germany half of the searches go to soy milk.", ("half", "contradicted")),
    # whom a figure is of
    (
        "Oat milk rose from 30 on 29 October, going from 64 the day before to 66 on 8 November.",
        ("66", "supported"),
    ),
    ("Soy milk, compared with 31 October, when it was at 55, is down.", ("55", "supported")),
    ("Soy milk, compared with 31 October, when it was at 65, is down.", ("65", "contradicted")),
]
OF_LATTE: list[Case] = [
    # times
    ("It was in early September that Britons searched most for it.", ("early September", "supported")),
    ("It was in October that Britons searched most for pumpkin spice latte.", ("October", "contradicted")),
    ("C'est en octobre que le pumpkin spice latte est le plus recherché.", ("octobre", "contradicted")),
    ("88 points in the week of 13 September, the week before 90.", ("90", "contradicted")),
    ("87 points in the week of 13 September, the week before 100.", ("100", "supported")),
    (
        "Zwischen der Woche vom 4. und jener vom 11. Oktober fiel der Index um 33 Prozent.",
        ("33 Prozent", "supported"),
    ),
    (
        "Zwischen der Woche vom 4. und jener vom 11. Oktober fiel der Index um 20 Prozent.",
        ("20 Prozent", "contradicted"),
    ),
    ("Anfang 2026 lag der Wert bei 20.", ("20", "supported")),
    ("Anfang 2026 lag der Wert bei 40.", ("40", "contradicted")),
    ("Pumpkin spice latte: last week was above average.", ("above average", "supported")),
    ("Pumpkin spice latte: last week was below average.", ("below average", "contradicted")),
    ("By 11 October pumpkin spice latte had fallen by 60% from its peak.", ("60%", "supported")),
    ("By 11 October pumpkin spice latte had fallen by 40% from its peak.", ("40%", "contradicted")),
    ("From the peak to the week of 18 October it lost 56%.", ("56%", "supported")),
    # levels that are held
    ("For four weeks pumpkin spice latte has not dropped below 44.", ("below 44", "supported")),
    ("For ten weeks pumpkin spice latte has not dropped below 44.", ("below 44", "contradicted")),
    # each step, and how far it is
    ("Pumpkin spice latte has crept up every week since 11 October.", ("every week", "supported")),
    ("Pumpkin spice latte has slipped every week since 11 October.", ("every week", "contradicted")),
    ("Seit dem 11. Oktober fällt „pumpkin spice latte“ Woche für Woche.", ("11. Oktober", "contradicted")),
    ("Pumpkin spice latte has not had a down week since mid-October.", ("a down week", "supported")),
    ("Pumpkin spice latte has not had an up week since mid-October.", ("an up week", "contradicted")),
    ("Pumpkin spice latte still has 40 points to go to its peak.", ("40 points", "supported")),
    ("Pumpkin spice latte still has 25 points to go to its peak.", ("25 points", "contradicted")),
    (
        "The gap between the high and the low of pumpkin spice latte is 60 points.",
        ("60 points", "contradicted"),
    ),
    ("Pumpkin spice latte lost 60 points between its peak and 11 October.", ("60 points", "supported")),
    ("Pumpkin spice latte went from 25 to 100 in five weeks.", ("25", "supported")),
    ("Pumpkin spice latte went from 35 to 100 in five weeks.", ("35", "contradicted")),
    # places
    ("Nobody in Britain searches for pumpkin spice latte more than the Welsh.", ("Welsh", "supported")),
    ("Nobody in Britain searches for pumpkin spice latte more than the Scots.", ("Scots", "contradicted")),
    ("Wales, Scotland, England: that's the order for pumpkin spice latte.", ("Wales", "supported")),
    ("With 83 of 100, Scotland is second for pumpkin spice latte.", ("83", "supported")),
    ("With 71 of 100, Scotland is second for pumpkin spice latte.", ("71", "contradicted")),
    ("The Scots are keener on pumpkin spice latte than the Welsh.", ("keener", "contradicted")),
    ("Scotland is ahead of England on pumpkin spice latte by 12 points.", ("12 points", "supported")),
    ("Pumpkin spice latte, once at 100 in September, is down to 60.", ("60", "supported")),
    ("Wales, England, Scotland: that's the order for pumpkin spice latte.", ("Wales", "contradicted")),
    ("Toronto is the pumpkin spice latte capital.", ("Toronto is", "unsupported")),
    ("Mendoza es la provincia donde más se busca pumpkin spice latte.", ("Mendoza es", "unsupported")),
    ("Pumpkin spice latte weighs less in Wales than in England.", ("less in Wales", "contradicted")),
    ("Pumpkin spice latte weighs more in Wales than in England.", ("more in Wales", "supported")),
    # things of our own
    ("Our newsletter reached 12,400 readers last week, 6% more.", None),
    ("We sold out of oat flapjacks twice that week. Pumpkin spice latte is at 60.", None),
    ("Google says 60 for pumpkin spice latte, up from 55 the week before. Buy 2 for 1!", None),
    ("Google says 60 for pumpkin spice latte, up from 50 the week before.", ("50", "contradicted")),
    ("Wales, we see you. 100 out of 100 for pumpkin spice latte.", None),
    ("Are you team September (100) or team November (60)?", None),
    ("The deck is 12 slides, the meeting at 2, pumpkin spice latte at 60 (55 last week).", None),
    ("Autumn in numbers: 1 peak, 4 rising weeks, 60 on the index for pumpkin spice latte.", None),
    ("« Pumpkin spice latte » est à 60. Notre carte, elle, ne bouge pas.", None),
    ("Traffic to our site doubled overnight.", None),
    ("It peaked at number 3 in the charts in 1998.", None),
    ("She averaged 21 points a game this season.", None),
    ("Open rates hit a record 46% last month.", None),
    ("More than 2,000 people came on the opening night, twice as many as last year.", None),
    ("Pumpkin spice latte is at 60. London is the most expensive city for it, at £5.40.", None),
    ("Der Wert liegt bei 60. Am Dienstag sinken die Temperaturen auf 3 Grad.", None),
    ("From 9 to 5 we answer every message.", None),
    ("Five tips with which your heating costs fall this winter.", None),
    ("Rapid Wien gewann am Samstag 3:1 gegen Sturm Graz.", None),
    ("Rund 9000 Mal im Monat wird nach „pumpkin spice latte“ gesucht.", ("9000", "unsupported")),
]


@cases(of_milks=OF_MILKS, of_latte=OF_LATTE)
def test_it_is_read_wherever_it_stands(
    text: str, snapshot: dict[str, object], wanted: tuple[str, str] | None
) -> None:
    holds(text, snapshot, wanted)
