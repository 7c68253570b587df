using System.Net.Http.Headers;
using System.Text.Json;
using NodaTime;
using Nscp.Reviews.Tool.Replaying;
using Nscp.Reviews.Tool.Tokens;

namespace Nscp.Reviews.Tool.Running;

/// <summary>The sample cases, played into an empty store. A file marks that it has begun, so that a run killed in between is finished by the next.</summary>
sealed class Samples(Workplace place, HttpClient host, IClock clock)
{
    string Begun => place.InDataFolder("samples-begun");

    public async Task LoadIfEmptyAsync(CancellationToken cancellation)
    {
        if (!File.Exists(Begun) && !await StoreIsEmptyAsync(cancellation))
            return;
        await File.WriteAllTextAsync(Begun, "", cancellation);
        foreach (var file in Files())
        {
            var script = Script.Read(file);
            var played = await ReplayCommand.PlayAsync(script, new Player(host, place.Key(), clock), cancellation);
            if (ReplayCommand.Tell(script, played) != 0)
                throw new ToolException($"The sample cases of {file} could not be loaded.");
        }
        File.Delete(Begun);
    }

    async Task<bool> StoreIsEmptyAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/cases");
        var token = DevelopmentToken.For(Person.Of("development-manager"), place.Key(), clock.GetCurrentInstant());
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await host.SendAsync(request, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new ToolException($"The host was asked for its cases and answered {(int)answer.StatusCode}.");
        using var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
        return page.RootElement.GetProperty("items").GetArrayLength() == 0;
    }

    IEnumerable<string> Files()
    {
        var folder = Path.Combine(place.Repository, "samples");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal) : [];
    }
}
