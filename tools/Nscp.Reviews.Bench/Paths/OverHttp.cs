using System.Globalization;
using System.Net.Http.Headers;

namespace Nscp.Reviews.Bench;

/// <summary>The real command over HTTP: token, reading the body, load, decide, append with all its projections, answer.</summary>
sealed class OverHttp(BenchPlace place) : IPath
{
    public string Name => "the same over HTTP";

    public Task<IWorker> WorkerAsync() => Task.FromResult<IWorker>(new Worker(place));

    sealed class Worker : IWorker
    {
        readonly HttpClient _client;
        readonly CaseNumbers _numbers = new("H");

        public Worker(BenchPlace place)
        {
            _client = new HttpClient { BaseAddress = place.Address };
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", place.Token);
            _client.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "*");
        }

        public async Task WorkAsync()
        {
            var (reference, step) = _numbers.Next();
            using var answer = step == 0
                ? await _client.PostAsJsonAsync("/api/v1/cases", new { kind = "local-learning", reference, subject = "Benchmark" })
                : await _client.PostAsJsonAsync(
                    $"/api/v1/cases/{reference}/learning", new { channel = "briefing", findings = string.Create(CultureInfo.InvariantCulture, $"Finding {step}: {Notes.Filling}") });
            answer.EnsureSuccessStatusCode();
        }

        public ValueTask DisposeAsync()
        {
            _client.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>Cases of eight events, one after the other.</summary>
sealed class CaseNumbers(string letter)
{
    const int EventsPerCase = 8;
    static int _cases;
    string _reference = "";
    int _step = -1;

    public (string Reference, int Step) Next()
    {
        _step = (_step + 1) % EventsPerCase;
        if (_step == 0) _reference = string.Create(CultureInfo.InvariantCulture, $"{letter}{Interlocked.Increment(ref _cases)}");
        return (_reference, _step);
    }
}
