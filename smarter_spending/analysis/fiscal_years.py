"""Fiscal years as they are written, and how many years lie between them."""


def fiscal_year(begins: int) -> str:
    """The fiscal year that begins in July of a calendar year.

    Parameters
    ----------
    begins : int

    Returns
    -------
    str

    Examples
    --------
    >>> fiscal_year(2024), fiscal_year(1999)
    ('2024-25', '1999-00')
    """
    return f"{begins:04d}-{(begins + 1) % 100:02d}"


def year_after(year: str, years: int = 1) -> str:
    """The fiscal year some years later, or earlier when ``years`` is below zero.

    Parameters
    ----------
    year : str
        Such as "2024-25".
    years : int

    Returns
    -------
    str

    Raises
    ------
    ValueError
        When the text is not a fiscal year.

    Examples
    --------
    >>> year_after("2024-25"), year_after("2000-01", -1)
    ('2025-26', '1999-00')
    """
    text = str(year)
    begins = int(text[:4]) if text[:4].isdigit() else -1
    if begins < 0 or text != fiscal_year(begins):
        raise ValueError(f"{text!r} is not a fiscal year. Write it as 2024-25.")
    return fiscal_year(begins + years)
