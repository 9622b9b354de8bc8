"""Help by country, as lines of text for panel and terminal."""


def help_lines(country: str, category: str = "") -> list[str]:
    return ["findahelpline.com lists free, confidential help in many countries."]
