using System.Text.Json.Nodes;

namespace Nscp.Reviews.Api.OpenApi;

/// <summary>A query parameter of a reading.</summary>
sealed record Asked(string Name, Type Type, string Means, bool Required = false);

/// <summary>What the document tells of a route, besides what the route itself tells.</summary>
/// <param name="Answer">What it answers with 200; null for a file.</param>
/// <param name="Also">The media type that it is answered in beside JSON, or, a file, instead of it; null for none.</param>
/// <param name="Query">Its query parameters.</param>
/// <param name="Sent">What a POST that is no milestone takes; null for a reading.</param>
sealed record Documented(string Summary, Type? Answer, string? Also, IReadOnlyList<Asked> Query, Sent? Sent = null);

/// <summary>A body.</summary>
sealed record Sent(Type Type, JsonNode Example);

static class DocumentedRoutes
{
    static readonly Asked[] Parts =
        [new("limit", typeof(int), "How many at most: 1 to 500, usually 50."), new("after", typeof(string), "The cursor that the part before gave: the list goes on after it.")];

    internal static IEndpointConventionBuilder Tells<TAnswer>(this IEndpointConventionBuilder route, string summary, params Asked[] query) =>
        route.WithMetadata(new Documented(summary, typeof(TAnswer), Also: null, query));

    internal static IEndpointConventionBuilder Lists<TAnswer>(this IEndpointConventionBuilder route, string summary, params Asked[] query) =>
        route.WithMetadata(new Documented(summary, typeof(TAnswer), "text/csv", query));

    /// <summary>Also as a text for people.</summary>
    internal static IEndpointConventionBuilder TellsAlsoAs<TAnswer>(this IEndpointConventionBuilder route, string mediaType, string summary, params Asked[] query) =>
        route.WithMetadata(new Documented(summary, typeof(TAnswer), mediaType, query));

    /// <summary>A file to keep.</summary>
    internal static IEndpointConventionBuilder Gives(this IEndpointConventionBuilder route, string mediaType, string summary, params Asked[] query) =>
        route.WithMetadata(new Documented(summary, Answer: null, mediaType, query));

    /// <summary>A POST whose body is not a milestone's command.</summary>
    internal static IEndpointConventionBuilder Sends<TBody, TAnswer>(this IEndpointConventionBuilder route, string summary, JsonNode example, params Asked[] query) =>
        route.WithMetadata(new Documented(summary, typeof(TAnswer), Also: null, query, new Sent(typeof(TBody), example)));

    internal static IEndpointConventionBuilder ListsParts<TAnswer>(this IEndpointConventionBuilder route, string summary, params Asked[] query) =>
        route.WithMetadata(new Documented(summary, typeof(TAnswer), "text/csv", [.. query, .. Parts]));
}
