namespace Nscp.Reviews.Api.Readings;

public sealed record OrganisationRead(
    OrganisationCode Code, string Name, OrganisationKind Kind, LocalDate? From, LocalDate? To, OrganisationCode? Successor, OrganisationCode? PartOf, IReadOnlyList<District> StatutoryFor, string? Note);

public sealed record DistrictRead(District Code, string Name, string Area);

/// <param name="After">The cursor of the next part; null when this is the last.</param>
/// <param name="Districts">All of them, in every part.</param>
public sealed record OrganisationsRead(IReadOnlyList<OrganisationRead> Items, string? After, IReadOnlyList<DistrictRead> Districts);

/// <summary>The register of organisations, as this version of the host ships it.</summary>
static class OrganisationEndpoints
{
    internal static void MapOrganisations(this IEndpointRouteBuilder api) => api.MapGet("/organisations", ReadAsync).GuardedAs("GET organisations")
        .ListsParts<OrganisationsRead>("The register of organisations, by code, and of districts", new Asked("kind", typeof(OrganisationKind), "Only of this kind."));

    static async Task ReadAsync(HttpContext http)
    {
        var (query, register) = (new Query(http), http.RequestServices.GetRequiredService<Worlds>().Organisations);
        var (kind, limit, after) = (query.Value<OrganisationKind>("kind"), ListAnswer.Limit(query), query.Text("after"));
        if (query.Problem() is { } wrong)
        {
            await ProblemAnswer.WriteAsync(http, wrong);
            return;
        }
        var found = register.All.Where(o => kind is null || o.Kind == kind).Select(Read);
        var page = await ListAnswer.ReadAsync(http, () => Task.FromResult(Pages.Of(found, o => o.Code.ToString(), limit, after)));
        if (page is null) return;
        ListAnswer.LinkTo(http, page.After);
        await (CsvAnswer.IsAsked(http.Request) ? CsvAnswer.WriteAsync(http, page.Items)
            : JsonAnswer.WriteAsync(http, new OrganisationsRead(page.Items, page.After, [.. register.Districts.Select(d => new DistrictRead(d.Code, d.Name, d.Area))])));
    }

    static OrganisationRead Read(Organisation o) => new(o.Code, o.Name, o.Kind, o.From, o.To, o.Successor, o.PartOf, o.StatutoryFor, o.Note);
}
