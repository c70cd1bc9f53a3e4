"""What a press on a suggested hashtag does to a text, as the page does it."""

import json
from pathlib import Path

from svckit.testing import page_scripts

PRESSED = [
    ("It rises.", "#OatMilk", "It rises.\n\n#OatMilk"),
    ("It rises. \n\n", "#OatMilk", "It rises.\n\n#OatMilk"),
    ("", "#OatMilk", "#OatMilk"),
    ("It rises.\n\n#tea", "#OatMilk", "It rises.\n\n#tea #OatMilk"),
    ("It rises.\n\n#tea #OatMilk", "#OatMilk", "It rises.\n\n#tea"),
    ("It rises.\n\n#oatmilk  #tea\n", "#OatMilk", "It rises.\n\n#tea\n"),
    ("It rises.\n\n#OatMilk", "#OatMilk", "It rises."),
    ("#OatMilk", "#OatMilk", ""),
    ("Buy #tea, now", "#OatMilk", "Buy #tea, now\n\n#OatMilk"),
    ("See C#", "#OatMilk", "See C#\n\n#OatMilk"),
    ("يرتفع 😷", "#ماء_ورد", "يرتفع 😷\n\n#ماء_ورد"),
    ("يرتفع\n\n#قهوة #ماء_ورد", "#قهوة", "يرتفع\n\n#ماء_ورد"),
    ("#cafe\u0301", "#café", ""),
]


def test_one_press_puts_it_on_the_last_line_and_another_takes_it_out(tmp_path: Path) -> None:
    asked = [[text, tag] for text, tag, _ in PRESSED]
    script = (
        "import {toggled} from './hashtags.mjs';"
        "const pressed = ([text, tag]) => {"
        " const [start, end, words] = toggled(text, tag);"
        " return text.slice(0, start) + words + text.slice(end); };"
        f"console.log(JSON.stringify({json.dumps(asked)}.map(pressed)));"
    )
    made = page_scripts.run(tmp_path, script, "hashtags", "post", "lengths", "tlds")
    assert made == [text for _, _, text in PRESSED]
