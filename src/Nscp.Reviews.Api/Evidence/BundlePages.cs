using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Api.Evidence;

/// <summary>What a bundle's page tells.</summary>
/// <param name="Unsealed">How many of the case's events are newer than the newest head.</param>
/// <param name="Fingerprint">Of the key that signed the bundle.</param>
public sealed record BundleTold(
    string Reference, string Partnership, Instant MadeAt, long Version, int Unsealed, TreeHead Newest, string Fingerprint, IReadOnlyList<HistoryItem> History, IReadOnlyList<BundledCalendar> Calendars);

/// <summary>The page in a bundle: one document that asks for nothing more and runs nothing. Razor encodes every text in it.</summary>
static class BundlePages
{
    internal static async Task<byte[]> RenderAsync(BundleTold told, IServiceProvider services, ILoggerFactory loggers)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<BundlePage>(ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(BundlePage.Told)] = told }))).ToHtmlString());
        return Encoding.UTF8.GetBytes("<!DOCTYPE html>\n" + html + "\n");
    }
}
