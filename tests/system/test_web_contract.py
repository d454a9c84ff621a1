"""The API keeps its own contract: schemathesis tries what the description allows, and what it forbids."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.generation import GenerationMode

from paychart.doors.web.app import create_app

# Of each address and kind of data: enough to meet every parameter, few enough for every run; a long run sets more.
EXAMPLES = int(os.environ.get("PAYCHART_API_EXAMPLES", "8"))
lean = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)


# A well-formed name may name nothing (422), and what is too long is told apart from what is wrong (413, 414).
CHECKS = {
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "404", "413", "414", "422", "503"]},
        "negative_data_rejection": {
            "expected-statuses": ["400", "404", "405", "406", "413", "414", "415", "422"]
        },
    }
}


@pytest.fixture
def api(store_path: Path) -> Any:
    """A server for each kind of data: an application that was shut down does not answer again."""
    config = schemathesis.Config.from_dict(CHECKS)
    return schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json", create_app(store_path), config=config, timeout=120
    )


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_description_holds(api: Any, mode: GenerationMode) -> None:
    tried = 0
    for found in api.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and operation.path == "/healthz":
            continue  # it takes nothing that could be wrong

        @lean
        @given(case=operation.as_strategy(generation_mode=mode))
        def check(case: Any) -> None:
            nonlocal tried
            tried += 1
            case.call_and_validate(timeout=60)  # a busy machine is not a broken promise

        check()
    print(f"{mode.name}: {tried} cases")
    assert tried > 60
