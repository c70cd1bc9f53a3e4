"""Sentences that lean on those before them, and on one another."""

from __future__ import annotations

from thinker_svc.figures import check
from thinker_svc.tests.unit.figures.snapshots import milks
from thinker_svc.tests.unit.figures.wording import Case, cases, holds

OF_MILKS: list[Case] = [
    ("Oat milk and soy milk: the former stands at 66, the latter at 41.", ("66", "supported")),
    ("Oat milk and soy milk: the former stands at 66, the latter at 44.", ("44", "contradicted")),
    ("Oat milk has overtaken soy milk. The scores on 8 November: 66 versus 41.", ("41", "supported")),
    ("Oat milk has overtaken soy milk. The scores on 8 November: 66 versus 45.", ("45", "contradicted")),
    ("Oat milk has overtaken soy milk: on 8 November it is 66 to 58.", ("66", "supported")),
    ("Oat milk has overtaken soy milk: on 8 November it is 66 to 58.", ("58", "contradicted")),
    ("Oat milk leads soy milk, 41 to 66.", ("66", "supported")),
    ("Oat milk has risen nine days in a row; soy milk, six up.", ("soy milk, six", "contradicted")),
    (
        "Oat milk rose for nine straight days; hemp milk rose for six in a row.",
        ("rose for six", "contradicted"),
    ),
    ("From 30 to 66: that was the spread for oat milk.", ("30 to 66", "supported")),
    ("From 40 to 66: that was the spread for oat milk.", ("40 to 66", "contradicted")),
    ("Oat milk holds the lead, with 66 as its best day of the month.", ("66", "supported")),
    ("The highest peak of the month belongs to oat milk.", ("oat milk", "supported")),
    ("The highest peak of the month belongs to soy milk.", ("soy milk", "contradicted")),
    ("Soy milk had the highest peak of the three.", ("highest peak", "contradicted")),
    ("Oat milk is ahead of soy milk: on 8 November it stood at 66.", ("66", "supported")),
    ("Aujourd'hui, « oat milk » n'est plus qu'à 50 sur Google.", ("50", "contradicted")),
    ("« Soy milk » recule : moins 50 % par rapport au 1er novembre.", ("moins 50 %", "contradicted")),
    ("„Oat milk“ legt zu. Schon zwanzig Tage in Folge steigt der Index.", ("zwanzig Tage", "contradicted")),
    ("There are 25 points between oat milk and soy milk.", ("25 points", "supported")),
    ("There are 35 points between oat milk and soy milk.", ("35 points", "contradicted")),
    ("Oat milk has logged its fifteenth straight daily gain.", ("fifteenth straight", "contradicted")),
    ("In France it's soy milk.", ("France it's soy milk", "supported")),
    ("In France it's oat milk.", ("France it's oat milk", "contradicted")),
    ("France is oat milk country.", ("France is oat milk", "contradicted")),
    ("In Germany oat milk leads; in France, soy milk.", ("France, soy milk", "supported")),
    ("Today more people google Ryanair than oat milk.", ("Ryanair than oat milk", "unsupported")),
    ("Today more people google soy milk than oat milk.", ("soy milk than oat milk", "contradicted")),
    ("Hoy se busca más soy milk que oat milk: 66 contra 41.", ("se busca más", "contradicted")),
    ("Hoy se busca más oat milk que soy milk: 66 contra 41.", ("se busca más", "supported")),
    ("Oat milk ranges from 37 to 66, and the trend is upward.", ("upward", "supported")),
    ("Oat milk ranges from 37 to 66, and the trend is downward.", ("downward", "contradicted")),
    ("In Germany oat milk is number one, and in France it trails soy milk.", ("it trails", "supported")),
    ("In Germany oat milk is number one, and in France it beats soy milk.", ("it beats", "contradicted")),
    ("Hemp milk never left single digits.", ("single digits", "supported")),
    ("Soy milk never left single digits.", ("single digits", "contradicted")),
    ("Oat milk is at 66, almond milk is now behind it.", ("behind", "unsupported")),
    ("Oat milk has risen nine days in a row, hemp milk five.", ("hemp milk five", "contradicted")),
]
OF_LATTE: list[Case] = [
    ("Pumpkin spice latte was at 20 on 2 August. Since then it has tripled.", ("tripled", "supported")),
    ("Pumpkin spice latte was at 20 on 2 August. Since then it has doubled.", ("doubled", "contradicted")),
    ("On 18 October pumpkin spice latte did not get above 44.", ("above 44", "supported")),
    ("On 18 October pumpkin spice latte did not get above 40.", ("above 40", "contradicted")),
    ("Pumpkin spice latte was at 25 on 2 August. It has since doubled.", ("doubled", "contradicted")),
    ("Pumpkin spice latte is at 60, down 40% from its record.", ("down 40%", "supported")),
    ("Pumpkin spice latte is at 60, down 20% from its record.", ("down 20%", "contradicted")),
    ("Pumpkin spice latte scores 100 in Wales, and just 80 in Scotland.", ("80", "contradicted")),
    (
        "Pumpkin spice latte was higher in the week of 6 September than in the week of 18 October.",
        ("than in the week of 18 October", "supported"),
    ),
    (
        "Pumpkin spice latte was higher in the week of 18 October than in the week of 6 September.",
        ("than in the week of 6 September", "contradicted"),
    ),
    ("From 40 in October to the latest week, pumpkin spice latte is up 50%.", ("up 50%", "supported")),
    ("Pumpkin spice latte is out, at 6 of our 9 shops.", None),
    ("Pumpkin spice latte has recovered to 60 from 40.", ("60", "supported")),
    ("Pumpkin spice latte has recovered to 66 from 40.", ("66", "contradicted")),
    ("The record for pumpkin spice latte came in the week of 6 September.", ("record", "supported")),
    ("The record for pumpkin spice latte came in October.", ("record", "unsupported")),
    ("Brits google pumpkin spice latte 90,000 times a day.", ("90,000 times", "unsupported")),
    (
        "Pumpkin spice latte searches rose, and Google counted 5 million of them.",
        ("5 million", "unsupported"),
    ),
    ("Interest in pumpkin spice latte is about twice normal.", None),
    ("Pumpkin spice latte hit 100, then 60. That's a 40% drop.", ("40% drop", "supported")),
    ("Pumpkin spice latte hit 100, then 60. That's a 30% drop.", ("30% drop", "contradicted")),
    ("Pumpkin spice latte stood at 60. Our 10:15 stand-up moved to 11.", None),
    ("Pumpkin spice latte searches rose, and we've halved the price of ours.", None),
]


@cases(of_milks=OF_MILKS, of_latte=OF_LATTE)
def test_it_is_read_with_what_it_leans_on(
    text: str, snapshot: dict[str, object], wanted: tuple[str, str] | None
) -> None:
    holds(text, snapshot, wanted)


def test_below_that_is_said_of_the_high_and_of_no_other_keyword() -> None:
    text = "Soy milk and oat milk, day by day. It peaked on 10 October and is now 32% below that."
    assert {claim.kind for claim in check(text, milks())} == {"date", "percent_change"}


def test_a_match_next_to_an_order_is_no_score_of_the_search() -> None:
    claims = check("Oat milk has overtaken soy milk 👀 Arsenal won 3–1.", milks())
    assert all(claim.label == "supported" and claim.kind != "value" for claim in claims)


def test_the_mean_of_several_points_is_told_with_one_decimal() -> None:
    [claim] = check("Over the last week soy milk is ahead of oat milk.", milks())
    assert (claim.label, claim.expected) == ("contradicted", "soy milk 45.1, oat milk 55.7")
