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
    "chi_schools.html, chi_schools_cal.html, chi_labor_retirement_fund.html, il_adcrc.html, il_board_of_examiners.html, "
    "chi_school_community_action_council.html.gz, chi_citycouncil.html": "the page has no rows of records in its HTML; "
    "a script fetches them, or a calendar of another host",
    "chi_community_development.html, chi_development_fund.html, chi_housing_authority.html": "a cell holds the meetings "
    "of months as running text with line breaks: no element is a record",
    "chi_fire_benefit_fund.html": "numbers and dates are columns of one text each, tied only by counting line breaks",
    "chi_library.html.gz, chi_standards_tests.html": "a schedule in sentences without a year, and without an address or key",
    "chi_city_college.html.gz, chi_school_actions.html.gz": "tables of layout inside each other; the meetings are not "
    "apart from the menus by any mark",
    "chi_housing_authority_notice.html, chi_north_river_mental_health_index.html": "single pages whose listing was not kept",
    "il_gaming_board.html": "documents and dates stand in lists beside each other that no element joins",
    "chi_citycouncil.json.gz, chi_parks.json, il_adcrc.json, il_pollution_control.json": "JSON: protocol `json`",
    "chi_low_income_housing_trust_fund.ics, chi_teacherpension.xml.gz, chi_police_district_councils": "a calendar, an "
    "answer in XML for a script, and two PDF with a page of links",
}
"""What is no source of protocol html, and why."""
