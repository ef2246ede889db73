"""Every operation, for both clients."""

# Written by `make clients` from openapi/openapi.json: change that, not this.

from typing import Literal, Unpack

from tally_client import models, queries
from tally_client.asking import Asking, AsyncAsking
from tally_client.listing import AsyncListing, Listing
from tally_client.query import part


class Operations(Asking):
    """What can be asked for."""

    def list_changes(
        self, **query: Unpack[queries.ListChangesQuery]
    ) -> Listing[models.RecordChanged]:
        """List changes."""
        return self._list("/v1/changes", query, models.RecordChangedPage)

    def list_changes_in_format(
        self, format: Literal["json", "csv", "ndjson"], **query: Unpack[queries.ListChangesQuery]
    ) -> bytes:
        """List changes in a format."""
        return self._file(f"/v1/changes.{part(format)}", query)

    def list_claimants(
        self, **query: Unpack[queries.ListClaimantsQuery]
    ) -> Listing[models.Claimant]:
        """List claimants."""
        return self._list("/v1/claimants", query, models.ClaimantPage)

    def list_claimants_in_format(
        self, format: Literal["json", "csv", "ndjson"], **query: Unpack[queries.ListClaimantsQuery]
    ) -> bytes:
        """List claimants in a format."""
        return self._file(f"/v1/claimants.{part(format)}", query)

    def get_claimant(
        self, id: str, **query: Unpack[queries.GetClaimantQuery]
    ) -> models.ClaimantAnswer:
        """Get a claimant."""
        return self._get(f"/v1/claimants/{part(id)}", query, models.ClaimantAnswer)

    def list_comparisons(
        self, **query: Unpack[queries.ListComparisonsQuery]
    ) -> Listing[models.Comparison]:
        """List comparisons."""
        return self._list("/v1/comparisons", query, models.ComparisonPage)

    def list_comparisons_in_format(
        self,
        format: Literal["json", "csv", "ndjson"],
        **query: Unpack[queries.ListComparisonsQuery],
    ) -> bytes:
        """List comparisons in a format."""
        return self._file(f"/v1/comparisons.{part(format)}", query)

    def get_comparison(
        self, id: str, **query: Unpack[queries.GetComparisonQuery]
    ) -> models.ComparisonAnswer:
        """Get a comparison."""
        return self._get(f"/v1/comparisons/{part(id)}", query, models.ComparisonAnswer)

    def get_coverage(self, **query: Unpack[queries.GetCoverageQuery]) -> models.CoverageAnswer:
        """Get the coverage."""
        return self._get("/v1/coverage", query, models.CoverageAnswer)

    def list_departures(
        self, **query: Unpack[queries.ListDeparturesQuery]
    ) -> Listing[models.Departure]:
        """List departures."""
        return self._list("/v1/departures", query, models.DeparturePage)

    def list_departures_in_format(
        self, format: Literal["json", "csv", "ndjson"], **query: Unpack[queries.ListDeparturesQuery]
    ) -> bytes:
        """List departures in a format."""
        return self._file(f"/v1/departures.{part(format)}", query)

    def list_departure_series(
        self, **query: Unpack[queries.ListDepartureSeriesQuery]
    ) -> Listing[models.SeriesRow]:
        """Get a series."""
        return self._list("/v1/departures/series", query, models.SeriesRowPage)

    def list_departure_series_in_format(
        self,
        format: Literal["json", "csv", "ndjson", "jsonstat", "sdmxcsv"],
        **query: Unpack[queries.ListDepartureSeriesQuery],
    ) -> bytes:
        """Get a series in a format."""
        return self._file(f"/v1/departures/series.{part(format)}", query)

    def get_departure(
        self, id: str, **query: Unpack[queries.GetDepartureQuery]
    ) -> models.DepartureAnswer:
        """Get a departure."""
        return self._get(f"/v1/departures/{part(id)}", query, models.DepartureAnswer)

    def list_figure_changes(
        self, **query: Unpack[queries.ListFigureChangesQuery]
    ) -> Listing[models.FigureChange]:
        """Follow figures."""
        return self._list("/v1/feed", query, models.FigureChangePage)

    def list_figure_changes_in_format(
        self,
        format: Literal["json", "csv", "ndjson", "atom", "jsonfeed"],
        **query: Unpack[queries.ListFigureChangesQuery],
    ) -> bytes:
        """Follow figures in a format."""
        return self._file(f"/v1/feed.{part(format)}", query)

    def list_figures(self, **query: Unpack[queries.ListFiguresQuery]) -> Listing[models.AnyFigure]:
        """List figures of all kinds."""
        return self._list("/v1/figures", query, models.AnyFigurePage)

    def list_figures_in_format(
        self, format: Literal["json", "csv", "ndjson"], **query: Unpack[queries.ListFiguresQuery]
    ) -> bytes:
        """List figures of all kinds in a format."""
        return self._file(f"/v1/figures.{part(format)}", query)

    def get_figure(
        self, id: str, **query: Unpack[queries.GetFigureQuery]
    ) -> models.AnyFigureAnswer:
        """Get any figure."""
        return self._get(f"/v1/figures/{part(id)}", query, models.AnyFigureAnswer)

    def get_citation(
        self, id: str, **query: Unpack[queries.GetCitationQuery]
    ) -> models.CitationAnswer:
        """Get the citation of a figure."""
        return self._get(f"/v1/figures/{part(id)}/citation", query, models.CitationAnswer)

    def get_figure_history(
        self, id: str, **query: Unpack[queries.GetFigureHistoryQuery]
    ) -> models.HistoryAnswer:
        """Get the history of a figure."""
        return self._get(f"/v1/figures/{part(id)}/history", query, models.HistoryAnswer)

    def list_permit_categories(
        self, **query: Unpack[queries.ListPermitCategoriesQuery]
    ) -> Listing[models.PermitCategory]:
        """List permit categories."""
        return self._list("/v1/permit-categories", query, models.PermitCategoryPage)

    def list_permit_categories_in_format(
        self,
        format: Literal["json", "csv", "ndjson"],
        **query: Unpack[queries.ListPermitCategoriesQuery],
    ) -> bytes:
        """List permit categories in a format."""
        return self._file(f"/v1/permit-categories.{part(format)}", query)

    def get_permit_category(
        self, id: str, **query: Unpack[queries.GetPermitCategoryQuery]
    ) -> models.PermitCategoryDetailAnswer:
        """Get a permit category."""
        return self._get(
            f"/v1/permit-categories/{part(id)}", query, models.PermitCategoryDetailAnswer
        )

    def list_permit_holders(
        self, **query: Unpack[queries.ListPermitHoldersQuery]
    ) -> Listing[models.PermitHolders]:
        """List counts of permit holders."""
        return self._list("/v1/permit-holders", query, models.PermitHoldersPage)

    def list_permit_holders_in_format(
        self,
        format: Literal["json", "csv", "ndjson"],
        **query: Unpack[queries.ListPermitHoldersQuery],
    ) -> bytes:
        """List counts of permit holders in a format."""
        return self._file(f"/v1/permit-holders.{part(format)}", query)

    def get_permit_holders(
        self, id: str, **query: Unpack[queries.GetPermitHoldersQuery]
    ) -> models.PermitHoldersAnswer:
        """Get a count of permit holders."""
        return self._get(f"/v1/permit-holders/{part(id)}", query, models.PermitHoldersAnswer)

    def list_places(self, **query: Unpack[queries.ListPlacesQuery]) -> Listing[models.Place]:
        """List places."""
        return self._list("/v1/places", query, models.PlacePage)

    def list_places_in_format(
        self, format: Literal["json", "csv", "ndjson"], **query: Unpack[queries.ListPlacesQuery]
    ) -> bytes:
        """List places in a format."""
        return self._file(f"/v1/places.{part(format)}", query)

    def get_place(self, id: str, **query: Unpack[queries.GetPlaceQuery]) -> models.PlaceAnswer:
        """Get a place."""
        return self._get(f"/v1/places/{part(id)}", query, models.PlaceAnswer)

    def list_policy_events(
        self, **query: Unpack[queries.ListPolicyEventsQuery]
    ) -> Listing[models.PolicyEvent]:
        """List policy events."""
        return self._list("/v1/policy-events", query, models.PolicyEventPage)

    def list_policy_events_in_format(
        self,
        format: Literal["json", "csv", "ndjson"],
        **query: Unpack[queries.ListPolicyEventsQuery],
    ) -> bytes:
        """List policy events in a format."""
        return self._file(f"/v1/policy-events.{part(format)}", query)

    def get_policy_event(
        self, id: str, **query: Unpack[queries.GetPolicyEventQuery]
    ) -> models.PolicyEventAnswer:
        """Get a policy event."""
        return self._get(f"/v1/policy-events/{part(id)}", query, models.PolicyEventAnswer)

    def list_population_estimates(
        self, **query: Unpack[queries.ListPopulationEstimatesQuery]
    ) -> Listing[models.PopulationEstimate]:
        """List population estimates."""
        return self._list("/v1/population-estimates", query, models.PopulationEstimatePage)

    def list_population_estimates_in_format(
        self,
        format: Literal["json", "csv", "ndjson", "jsonstat", "sdmxcsv"],
        **query: Unpack[queries.ListPopulationEstimatesQuery],
    ) -> bytes:
        """List population estimates in a format."""
        return self._file(f"/v1/population-estimates.{part(format)}", query)

    def get_population_estimate(
        self, id: str, **query: Unpack[queries.GetPopulationEstimateQuery]
    ) -> models.PopulationEstimateAnswer:
        """Get a population estimate."""
        return self._get(
            f"/v1/population-estimates/{part(id)}", query, models.PopulationEstimateAnswer
        )

    def list_reconciliations(
        self, **query: Unpack[queries.ListReconciliationsQuery]
    ) -> Listing[models.Reconciliation]:
        """List reconciliations."""
        return self._list("/v1/reconciliations", query, models.ReconciliationPage)

    def list_reconciliations_in_format(
        self,
        format: Literal["json", "csv", "ndjson"],
        **query: Unpack[queries.ListReconciliationsQuery],
    ) -> bytes:
        """List reconciliations in a format."""
        return self._file(f"/v1/reconciliations.{part(format)}", query)

    def list_releases(self, **query: Unpack[queries.ListReleasesQuery]) -> Listing[models.Release]:
        """List releases."""
        return self._list("/v1/releases", query, models.ReleasePage)

    def list_releases_in_format(
        self, format: Literal["json", "csv", "ndjson"], **query: Unpack[queries.ListReleasesQuery]
    ) -> bytes:
        """List releases in a format."""
        return self._file(f"/v1/releases.{part(format)}", query)

    def get_release(
        self, number: int, **query: Unpack[queries.GetReleaseQuery]
    ) -> models.ReleaseAnswer:
        """Get a release."""
        return self._get(f"/v1/releases/{part(number)}", query, models.ReleaseAnswer)

    def get_release_figures(
        self, number: int, **query: Unpack[queries.GetReleaseFiguresQuery]
    ) -> bytes:
        """Get every figure of a release."""
        return self._file(f"/v1/releases/{part(number)}/figures.ndjson", query)

    def get_release_package(
        self, number: int, **query: Unpack[queries.GetReleasePackageQuery]
    ) -> bytes:
        """Get a release in bulk."""
        return self._file(f"/v1/releases/{part(number)}/tally.zip", query)

    def list_sources(self, **query: Unpack[queries.ListSourcesQuery]) -> Listing[models.Source]:
        """List sources."""
        return self._list("/v1/sources", query, models.SourcePage)

    def list_sources_in_format(
        self, format: Literal["json", "csv", "ndjson"], **query: Unpack[queries.ListSourcesQuery]
    ) -> bytes:
        """List sources in a format."""
        return self._file(f"/v1/sources.{part(format)}", query)

    def get_source(
        self, id: str, **query: Unpack[queries.GetSourceQuery]
    ) -> models.SourceDetailAnswer:
        """Get a source."""
        return self._get(f"/v1/sources/{part(id)}", query, models.SourceDetailAnswer)


class AsyncOperations(AsyncAsking):
    """What can be asked for."""

    def list_changes(
        self, **query: Unpack[queries.ListChangesQuery]
    ) -> AsyncListing[models.RecordChanged]:
        """List changes."""
        return self._list("/v1/changes", query, models.RecordChangedPage)

    async def list_changes_in_format(
        self, format: Literal["json", "csv", "ndjson"], **query: Unpack[queries.ListChangesQuery]
    ) -> bytes:
        """List changes in a format."""
        return await self._file(f"/v1/changes.{part(format)}", query)

    def list_claimants(
        self, **query: Unpack[queries.ListClaimantsQuery]
    ) -> AsyncListing[models.Claimant]:
        """List claimants."""
        return self._list("/v1/claimants", query, models.ClaimantPage)

    async def list_claimants_in_format(
        self, format: Literal["json", "csv", "ndjson"], **query: Unpack[queries.ListClaimantsQuery]
    ) -> bytes:
        """List claimants in a format."""
        return await self._file(f"/v1/claimants.{part(format)}", query)

    async def get_claimant(
        self, id: str, **query: Unpack[queries.GetClaimantQuery]
    ) -> models.ClaimantAnswer:
        """Get a claimant."""
        return await self._get(f"/v1/claimants/{part(id)}", query, models.ClaimantAnswer)

    def list_comparisons(
        self, **query: Unpack[queries.ListComparisonsQuery]
    ) -> AsyncListing[models.Comparison]:
        """List comparisons."""
        return self._list("/v1/comparisons", query, models.ComparisonPage)

    async def list_comparisons_in_format(
        self,
        format: Literal["json", "csv", "ndjson"],
        **query: Unpack[queries.ListComparisonsQuery],
    ) -> bytes:
        """List comparisons in a format."""
        return await self._file(f"/v1/comparisons.{part(format)}", query)

    async def get_comparison(
        self, id: str, **query: Unpack[queries.GetComparisonQuery]
    ) -> models.ComparisonAnswer:
        """Get a comparison."""
        return await self._get(f"/v1/comparisons/{part(id)}", query, models.ComparisonAnswer)

    async def get_coverage(
        self, **query: Unpack[queries.GetCoverageQuery]
    ) -> models.CoverageAnswer:
        """Get the coverage."""
        return await self._get("/v1/coverage", query, models.CoverageAnswer)

    def list_departures(
        self, **query: Unpack[queries.ListDeparturesQuery]
    ) -> AsyncListing[models.Departure]:
        """List departures."""
        return self._list("/v1/departures", query, models.DeparturePage)

    async def list_departures_in_format(
        self, format: Literal["json", "csv", "ndjson"], **query: Unpack[queries.ListDeparturesQuery]
    ) -> bytes:
        """List departures in a format."""
        return await self._file(f"/v1/departures.{part(format)}", query)

    def list_departure_series(
        self, **query: Unpack[queries.ListDepartureSeriesQuery]
    ) -> AsyncListing[models.SeriesRow]:
        """Get a series."""
        return self._list("/v1/departures/series", query, models.SeriesRowPage)

    async def list_departure_series_in_format(
        self,
        format: Literal["json", "csv", "ndjson", "jsonstat", "sdmxcsv"],
        **query: Unpack[queries.ListDepartureSeriesQuery],
    ) -> bytes:
        """Get a series in a format."""
        return await self._file(f"/v1/departures/series.{part(format)}", query)

    async def get_departure(
        self, id: str, **query: Unpack[queries.GetDepartureQuery]
    ) -> models.DepartureAnswer:
        """Get a departure."""
        return await self._get(f"/v1/departures/{part(id)}", query, models.DepartureAnswer)

    def list_figure_changes(
        self, **query: Unpack[queries.ListFigureChangesQuery]
    ) -> AsyncListing[models.FigureChange]:
        """Follow figures."""
        return self._list("/v1/feed", query, models.FigureChangePage)

    async def list_figure_changes_in_format(
        self,
        format: Literal["json", "csv", "ndjson", "atom", "jsonfeed"],
        **query: Unpack[queries.ListFigureChangesQuery],
    ) -> bytes:
        """Follow figures in a format."""
        return await self._file(f"/v1/feed.{part(format)}", query)

    def list_figures(
        self, **query: Unpack[queries.ListFiguresQuery]
    ) -> AsyncListing[models.AnyFigure]:
        """List figures of all kinds."""
        return self._list("/v1/figures", query, models.AnyFigurePage)

    async def list_figures_in_format(
        self, format: Literal["json", "csv", "ndjson"], **query: Unpack[queries.ListFiguresQuery]
    ) -> bytes:
        """List figures of all kinds in a format."""
        return await self._file(f"/v1/figures.{part(format)}", query)

    async def get_figure(
        self, id: str, **query: Unpack[queries.GetFigureQuery]
    ) -> models.AnyFigureAnswer:
        """Get any figure."""
        return await self._get(f"/v1/figures/{part(id)}", query, models.AnyFigureAnswer)

    async def get_citation(
        self, id: str, **query: Unpack[queries.GetCitationQuery]
    ) -> models.CitationAnswer:
        """Get the citation of a figure."""
        return await self._get(f"/v1/figures/{part(id)}/citation", query, models.CitationAnswer)

    async def get_figure_history(
        self, id: str, **query: Unpack[queries.GetFigureHistoryQuery]
    ) -> models.HistoryAnswer:
        """Get the history of a figure."""
        return await self._get(f"/v1/figures/{part(id)}/history", query, models.HistoryAnswer)

    def list_permit_categories(
        self, **query: Unpack[queries.ListPermitCategoriesQuery]
    ) -> AsyncListing[models.PermitCategory]:
        """List permit categories."""
        return self._list("/v1/permit-categories", query, models.PermitCategoryPage)

    async def list_permit_categories_in_format(
        self,
        format: Literal["json", "csv", "ndjson"],
        **query: Unpack[queries.ListPermitCategoriesQuery],
    ) -> bytes:
        """List permit categories in a format."""
        return await self._file(f"/v1/permit-categories.{part(format)}", query)

    async def get_permit_category(
        self, id: str, **query: Unpack[queries.GetPermitCategoryQuery]
    ) -> models.PermitCategoryDetailAnswer:
        """Get a permit category."""
        return await self._get(
            f"/v1/permit-categories/{part(id)}", query, models.PermitCategoryDetailAnswer
        )

    def list_permit_holders(
        self, **query: Unpack[queries.ListPermitHoldersQuery]
    ) -> AsyncListing[models.PermitHolders]:
        """List counts of permit holders."""
        return self._list("/v1/permit-holders", query, models.PermitHoldersPage)

    async def list_permit_holders_in_format(
        self,
        format: Literal["json", "csv", "ndjson"],
        **query: Unpack[queries.ListPermitHoldersQuery],
    ) -> bytes:
        """List counts of permit holders in a format."""
        return await self._file(f"/v1/permit-holders.{part(format)}", query)

    async def get_permit_holders(
        self, id: str, **query: Unpack[queries.GetPermitHoldersQuery]
    ) -> models.PermitHoldersAnswer:
        """Get a count of permit holders."""
        return await self._get(f"/v1/permit-holders/{part(id)}", query, models.PermitHoldersAnswer)

    def list_places(self, **query: Unpack[queries.ListPlacesQuery]) -> AsyncListing[models.Place]:
        """List places."""
        return self._list("/v1/places", query, models.PlacePage)

    async def list_places_in_format(
        self, format: Literal["json", "csv", "ndjson"], **query: Unpack[queries.ListPlacesQuery]
    ) -> bytes:
        """List places in a format."""
        return await self._file(f"/v1/places.{part(format)}", query)

    async def get_place(
        self, id: str, **query: Unpack[queries.GetPlaceQuery]
    ) -> models.PlaceAnswer:
        """Get a place."""
        return await self._get(f"/v1/places/{part(id)}", query, models.PlaceAnswer)

    def list_policy_events(
        self, **query: Unpack[queries.ListPolicyEventsQuery]
    ) -> AsyncListing[models.PolicyEvent]:
        """List policy events."""
        return self._list("/v1/policy-events", query, models.PolicyEventPage)

    async def list_policy_events_in_format(
        self,
        format: Literal["json", "csv", "ndjson"],
        **query: Unpack[queries.ListPolicyEventsQuery],
    ) -> bytes:
        """List policy events in a format."""
        return await self._file(f"/v1/policy-events.{part(format)}", query)

    async def get_policy_event(
        self, id: str, **query: Unpack[queries.GetPolicyEventQuery]
    ) -> models.PolicyEventAnswer:
        """Get a policy event."""
        return await self._get(f"/v1/policy-events/{part(id)}", query, models.PolicyEventAnswer)

    def list_population_estimates(
        self, **query: Unpack[queries.ListPopulationEstimatesQuery]
    ) -> AsyncListing[models.PopulationEstimate]:
        """List population estimates."""
        return self._list("/v1/population-estimates", query, models.PopulationEstimatePage)

    async def list_population_estimates_in_format(
        self,
        format: Literal["json", "csv", "ndjson", "jsonstat", "sdmxcsv"],
        **query: Unpack[queries.ListPopulationEstimatesQuery],
    ) -> bytes:
        """List population estimates in a format."""
        return await self._file(f"/v1/population-estimates.{part(format)}", query)

    async def get_population_estimate(
        self, id: str, **query: Unpack[queries.GetPopulationEstimateQuery]
    ) -> models.PopulationEstimateAnswer:
        """Get a population estimate."""
        return await self._get(
            f"/v1/population-estimates/{part(id)}", query, models.PopulationEstimateAnswer
        )

    def list_reconciliations(
        self, **query: Unpack[queries.ListReconciliationsQuery]
    ) -> AsyncListing[models.Reconciliation]:
        """List reconciliations."""
        return self._list("/v1/reconciliations", query, models.ReconciliationPage)

    async def list_reconciliations_in_format(
        self,
        format: Literal["json", "csv", "ndjson"],
        **query: Unpack[queries.ListReconciliationsQuery],
    ) -> bytes:
        """List reconciliations in a format."""
        return await self._file(f"/v1/reconciliations.{part(format)}", query)

    def list_releases(
        self, **query: Unpack[queries.ListReleasesQuery]
    ) -> AsyncListing[models.Release]:
        """List releases."""
        return self._list("/v1/releases", query, models.ReleasePage)

    async def list_releases_in_format(
        self, format: Literal["json", "csv", "ndjson"], **query: Unpack[queries.ListReleasesQuery]
    ) -> bytes:
        """List releases in a format."""
        return await self._file(f"/v1/releases.{part(format)}", query)

    async def get_release(
        self, number: int, **query: Unpack[queries.GetReleaseQuery]
    ) -> models.ReleaseAnswer:
        """Get a release."""
        return await self._get(f"/v1/releases/{part(number)}", query, models.ReleaseAnswer)

    async def get_release_figures(
        self, number: int, **query: Unpack[queries.GetReleaseFiguresQuery]
    ) -> bytes:
        """Get every figure of a release."""
        return await self._file(f"/v1/releases/{part(number)}/figures.ndjson", query)

    async def get_release_package(
        self, number: int, **query: Unpack[queries.GetReleasePackageQuery]
    ) -> bytes:
        """Get a release in bulk."""
        return await self._file(f"/v1/releases/{part(number)}/tally.zip", query)

    def list_sources(
        self, **query: Unpack[queries.ListSourcesQuery]
    ) -> AsyncListing[models.Source]:
        """List sources."""
        return self._list("/v1/sources", query, models.SourcePage)

    async def list_sources_in_format(
        self, format: Literal["json", "csv", "ndjson"], **query: Unpack[queries.ListSourcesQuery]
    ) -> bytes:
        """List sources in a format."""
        return await self._file(f"/v1/sources.{part(format)}", query)

    async def get_source(
        self, id: str, **query: Unpack[queries.GetSourceQuery]
    ) -> models.SourceDetailAnswer:
        """Get a source."""
        return await self._get(f"/v1/sources/{part(id)}", query, models.SourceDetailAnswer)
