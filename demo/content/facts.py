"""Numbers that pages may state. Each was looked up at its source; a page names that source beside it."""

from datetime import date

from .shapes import FactContent

NCHS = "Lucas JW, Sohi I. Chronic pain and high-impact chronic pain in U.S. adults, 2023. NCHS Data Brief 518, 2024."
NCHS_URL = "https://www.cdc.gov/nchs/products/databriefs/db518.htm"
AARON = (
    "Aaron RV and others. Prevalence of depression and anxiety among adults with chronic pain: a systematic review "
    "and meta-analysis. JAMA Network Open 2025;8(3):e250268."
)
AARON_URL = "https://doi.org/10.1001/jamanetworkopen.2025.0268"

CHRONIC_PAIN = FactContent(
    value="24 in 100",
    share=24,
    wording="adults in the United States had pain on most days or every day for three months (24.3% in 2023).",
    source=NCHS,
    source_url=NCHS_URL,
    as_of=date(2023, 12, 31),
    review_by=date(2029, 12, 31),
)
LIMITING_PAIN = FactContent(
    value="8.5%",
    wording="of adults had pain that often limited their life or work (2023).",
    source=NCHS,
    source_url=NCHS_URL,
    as_of=date(2023, 12, 31),
    review_by=date(2029, 12, 31),
)
DEPRESSION_WITH_PAIN = FactContent(
    value="39 in 100",
    share=39,
    wording="adults with chronic pain also had clinical symptoms of depression (39.3%, over 376 studies).",
    source=AARON,
    source_url=AARON_URL,
    as_of=date(2025, 3, 3),
    review_by=date(2029, 12, 31),
)
DEPRESSION_WITH_FIBROMYALGIA = FactContent(
    value="54 in 100",
    share=54,
    wording="adults with fibromyalgia also had clinical symptoms of depression (54.0% of those in these studies).",
    source=AARON,
    source_url=AARON_URL,
    as_of=date(2025, 3, 3),
    review_by=date(2029, 12, 31),
)

FACTS = (CHRONIC_PAIN, LIMITING_PAIN, DEPRESSION_WITH_PAIN, DEPRESSION_WITH_FIBROMYALGIA)
