using Nscp.Reviews.Api.Access;
using Nscp.Reviews.Api.OpenApi;
using Nscp.Reviews.Api.Problems;
using Nscp.Reviews.Domain.Organisations;

namespace Nscp.Reviews.Api.Readings;

public sealed record OrganisationRead(
    OrganisationCode Code, string Name, OrganisationKind Kind, LocalDate? From, LocalDate? To, OrganisationCode? Successor, OrganisationCode? PartOf, IReadOnlyList<District> StatutoryFor, string? Note);

public sealed record DistrictRead(District Code, string Name, string Area);

public sealed record OrganisationsRead(IReadOnlyList<OrganisationRead> Items, IReadOnlyList<DistrictRead> Districts);

/// <summary>The register of organisations, as this version of the host ships it.</summary>
static class OrganisationEndpoints
{
    internal static void MapOrganisations(this IEndpointRouteBuilder api) => api.MapGet("/organisations", ReadAsync).GuardedAs("GET organisations")
        .Lists<OrganisationsRead>("The register of organisations and districts");

    static Task ReadAsync(HttpContext http)
    {
        var register = http.RequestServices.GetRequiredService<Worlds>().Organisations;
        var items = register.All.Select(o => new OrganisationRead(o.Code, o.Name, o.Kind, o.From, o.To, o.Successor, o.PartOf, o.StatutoryFor, o.Note)).ToList();
        if (new Query(http).Problem() is { } wrong) return ProblemAnswer.WriteAsync(http, wrong);
        if (CsvAnswer.IsAsked(http.Request)) return CsvAnswer.WriteAsync(http, items);
        return JsonAnswer.WriteAsync(http, new OrganisationsRead(items, [.. register.Districts.Select(d => new DistrictRead(d.Code, d.Name, d.Area))]));
    }
}
