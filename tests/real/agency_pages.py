"""Pages of agencies in Illinois as recordings: which file is the listing of which source, and which a page of it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from tests.harvesters.making import headers
from tests.real.recording import SHARED

FOLDER = SHARED / "sources" / "html-us-agencies"

LISTINGS = {
    "us-il-commerce": "il_commerce.html.gz",
    "us-il-commerce-pages": "il_commerce.html.gz",
    "us-chi-plan-commission": "chi_plan_commission.html",
    "us-chi-plan-commission-pages": "chi_plan_commission.html",
    "us-chi-low-income-housing": "chi_low_income_housing_trust_fund.html",
    "us-chi-low-income-housing-pages": "chi_low_income_housing_trust_fund.html",
    "us-chi-board-elections": "chi_board_elections.html",
    "us-il-transit-past": "il_regional_transit_past.html.gz",
    "us-il-transit-upcoming": "il_regional_transit_upcoming.html",
    "us-chi-transit": "chi_transit.html.gz",
    "us-il-metra": "il_metra_board.html.gz",
    "us-chi-ethics": "chi_boardofethics.html",
    "us-chi-teacherpension": "chi_teacherpension.html",
    "us-chi-metro-pier": "chi_metro_pier_exposition.html.gz",
    "us-chi-north-river": "chi_north_river_mental_health_minutes.html",
    "us-chi-pedestrian": "chi_mayors_pedestrian_advisory_council.html",
    "us-il-examiners": "il_board_of_examiners.html",
    "us-chi-schools-calendar": "chi_schools_cal.html",
    "us-chi-labor-fund": "chi_labor_retirement_fund.html",
    "us-chi-police-district-1": "chi_police_district_councils/DC001.html",
    "us-il-gaming": "il_gaming_board.html",
    "us-chi-bicycle": "chi_mayors_bicycle_advisory_council.html",
}
PAGES: dict[str, dict[str, str]] = {
    "us-il-commerce-pages": {
        "https://icc.illinois.example/meetings/meeting/commission-meeting/21537": "il_commerce_detail.html"
    },
    "us-chi-plan-commission-pages": {
        "https://chicago.example/content/city/en/depts/dcd/supp_info/chicago_plan_commission/"
        "August_2025_Plan_Commission_Hearing.html": "chi_plan_commission_detail.html"
    },
    "us-chi-low-income-housing-pages": {
        "http://events.constantcontact.com/register/event?llr=ydbpsxjab&oeidk=a07efpg5zbj0de5ed7d": (
            "chi_low_income_housing_trust_fund_detail.html"
        )
    },
}
"""Source -> address of a record's page -> the one that was kept."""


def record(folder: Path, source: str, address: str) -> Path:
    """The recording of a source in a folder; pages that were not kept are none of it."""
    folder.mkdir(parents=True)
    lines = []
    for number, (url, name) in enumerate({address: LISTINGS[source], **PAGES.get(source, {})}.items()):
        body = (FOLDER / name).read_bytes()
        (folder / f"{number}.html").write_bytes(gzip.decompress(body) if name.endswith(".gz") else body)
        exchange = {"method": "GET", "address": url, "status": 200, "headers": headers(), "file": f"{number}.html"}
        lines.append(json.dumps(exchange))
    (folder / "index.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


NOT_WRITTEN = {
    "il_adcrc.html, chi_school_community_action_council.html.gz, chi_citycouncil.html": (
        "no day of a meeting stands in the HTML: a script fetches them"
    ),
    "chi_community_development.html, chi_development_fund.html, chi_housing_authority.html": (
        "a cell holds the meetings of months as one text with line breaks: no element is a record"
    ),
    "chi_fire_benefit_fund.html": "numbers and dates are columns of one text each, tied only by counting line breaks",
    "chi_library.html.gz, chi_standards_tests.html": "a schedule of days without a year, an address or a key",
    "chi_city_college.html.gz, chi_schools.html": "one or two meetings in headings of layout, which nothing sets apart",
    "chi_school_actions.html.gz": "a page of schools; no day of a meeting stands in it",
    "chi_housing_authority_notice.html, chi_north_river_mental_health_index.html": "one meeting, its listing not kept",
    "chi_citycouncil.json.gz, chi_parks.json, il_adcrc.json, il_pollution_control.json": "JSON: protocol json",
    "chi_low_income_housing_trust_fund.ics, chi_teacherpension.xml.gz": "a calendar, and an answer for a script",
    "chi_police_district_councils/*.pdf": "PDF",
}
"""What is no source of protocol html, and why."""
