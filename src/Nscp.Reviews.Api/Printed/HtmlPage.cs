using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Nscp.Reviews.Api.Readings;

namespace Nscp.Reviews.Api.Printed;

/// <summary>A page rendered once on the host: one document that asks for nothing more and runs nothing. Razor encodes every text in it.</summary>
static class HtmlPage
{
    /// <summary>Nothing may be loaded and nothing run; the page's own style is in it.</summary>
    const string NothingButItself = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <param name="told">What the page's only parameter, <c>Told</c>, is given.</param>
    internal static async Task WriteAsync<TPage>(HttpContext http, object told) where TPage : IComponent
    {
        http.Response.Headers.ContentSecurityPolicy = NothingButItself;
        await TextAnswer.WriteAsync(http, "text/html", await RenderAsync<TPage>(http.RequestServices, told));
    }

    /// <param name="told">What the page's only parameter, <c>Told</c>, is given.</param>
    internal static async Task<string> RenderAsync<TPage>(IServiceProvider services, object told) where TPage : IComponent
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Told"] = told }))).ToHtmlString());
        return $"<!DOCTYPE html>\n{html}\n";
    }
}
