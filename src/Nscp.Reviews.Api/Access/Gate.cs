namespace Nscp.Reviews.Api.Access;

/// <summary>What a route is called in the permission table.</summary>
sealed record Guarded(string Route);

/// <summary>A route that anybody may ask without signing in.</summary>
sealed record OpenToAll;

/// <summary>Nobody passes without a token, and nobody reaches a route that the table does not give to their role.</summary>
static class Gate
{
    internal static Task KeepAsync(HttpContext http, RequestDelegate next)
    {
        var endpoint = http.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<OpenToAll>() is not null) return next(http);
        if (!Caller.TryRead(http.User, out var caller)) return ProblemAnswer.WriteAsync(http, Problem401.NotSignedIn);
        Caller.Set(http, caller);
        // No route, or not with that method: the framework answers 404 or 405, and Breakage words it.
        if (endpoint is not RouteEndpoint) return next(http);
        if (endpoint.Metadata.GetMetadata<Guarded>() is not { } guarded || Permissions.For(caller.Role, guarded.Route) == Permission.No)
            return ProblemAnswer.WriteAsync(http, Problem4xx.NotAllowed);
        if (!Correlation.IsWellFormed(http))
            return ProblemAnswer.WriteAsync(http, Problem4xx.BadHeader(Correlation.Header, "must be 1 to 64 printable ASCII characters"));
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return next(http);
    }

    internal static TBuilder GuardedAs<TBuilder>(this TBuilder route, string name) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new Guarded(name));
}
