using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Nscp.Reviews.Bench;

/// <summary>The host as a process of its own, over a database that is made and full: milliseconds to ready and of the first command, and megabytes when idle.</summary>
sealed record HostStart(double Ready, double FirstCommand, double Idle)
{
    const string Address = "http://127.0.0.1:5199";
    static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(30), Between = TimeSpan.FromMilliseconds(20);

    public static async Task<HostStart> MeasureAsync(BenchPlace place, string repository, int rounds)
    {
        var (ready, first, idle) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var start = new ProcessStartInfo("dotnet", Path.Combine(repository, "src", "Nscp.Reviews.Api", "bin", "Release", "net10.0", "Nscp.Reviews.Api.dll")) { WorkingDirectory = AppContext.BaseDirectory };
            foreach (var (name, value) in place.Settings()) start.Environment[name == "environment" ? "ASPNETCORE_ENVIRONMENT" : name.Replace(":", "__", StringComparison.Ordinal)] = value;
            start.Environment["ASPNETCORE_URLS"] = Address;
            using var http = new HttpClient { BaseAddress = new Uri(Address), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", place.TokenOf("development-manager")) } };
            var begun = Stopwatch.GetTimestamp();
            using var host = Process.Start(start)!;
            try
            {
                while (!await IsReadyAsync(http)) await Task.Delay(Between);
                ready.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                begun = Stopwatch.GetTimestamp();
                using var body = new StringContent(string.Create(CultureInfo.InvariantCulture, $$"""{"kind":"local-learning","reference":"HS{{round}}","subject":"Benchmark"}"""), Encoding.UTF8, "application/json");
                using var answer = await http.PostAsync(new Uri("/api/v1/cases", UriKind.Relative), body);
                if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
                first.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                await Task.Delay(IdleFor);
                host.Refresh();
                idle.Add(host.WorkingSet64 / 1024.0 / 1024);
            }
            finally
            {
                host.Kill();
                await host.WaitForExitAsync();
            }
            await Console.Error.WriteLineAsync($"  host: ready after {ready[^1]:0} ms, first command {first[^1]:0} ms, idle {idle[^1]:0} MB");
        }
        return new(Rounds.Median(ready), Rounds.Median(first), Rounds.Median(idle));
    }

    static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
