"""The twelve filter-and-sort combinations that newsroom widgets ask for: each reads an index.

``tests/api/queries/test_plans.py`` holds both databases to it, and ``make bench`` measures that
they take as long however many figures there are. In braces is what a widget is set to.
"""

WIDGETS = {
    "the newest figures": "/v1/figures",
    "the newest of a claimant": "/v1/figures?claimant={claimant}",
    "the newest of a source": "/v1/figures?source={source}",
    "the newest of a nationality": "/v1/figures?nationality={nationality}",
    "the largest figures": "/v1/figures?sort=-reported",
    "the latest departures": "/v1/departures",
    "the latest departures from a country": "/v1/departures?origin={origin}",
    "the latest departures to a country": "/v1/departures?destination={destination}",
    "the latest departures on a route": (
        "/v1/departures?origin={origin}&destination={destination}"
    ),
    "the largest departures from a country": "/v1/departures?origin={origin}&sort=-reported",
    "the latest permit holders in a country": "/v1/permit-holders?jurisdiction={origin}",
    "the latest stocks of a nationality in a country": (
        "/v1/population-estimates?country={destination}&nationality={nationality}"
    ),
}
