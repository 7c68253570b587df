using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nscp.Reviews.Api.OpenApi;

/// <summary>The document at <c>/openapi/v1.json</c>, and a page of it to read at <c>/docs</c>. Neither holds a secret.</summary>
static class OpenApiEndpoints
{
    const string Address = "/openapi/v1.json";

    internal static void UseDocsPage(this WebApplication app) => app.UseSwaggerUI(page =>
    {
        page.RoutePrefix = "docs";
        page.DocumentTitle = "Nscp.Reviews";
        page.SwaggerEndpoint(Address, "Nscp.Reviews v1");
    });

    internal static void MapOpenApi(this WebApplication app)
    {
        var document = new Lazy<JsonObject>(() => new OpenApiDocument(app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(IsTold)).Write());
        app.MapGet(Address, http =>
        {
            http.Response.ContentType = "application/json";
            return JsonSerializer.SerializeAsync(http.Response.Body, document.Value, JsonAnswer.Options, http.RequestAborted);
        }).WithMetadata(new OpenToAll());
    }

    internal static bool IsTold(RouteEndpoint route) => route.RoutePattern.RawText != Address;
}
