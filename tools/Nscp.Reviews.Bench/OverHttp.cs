using System.Globalization;
using System.Net.Http.Headers;

namespace Nscp.Reviews.Bench;

/// <summary>The real command over HTTP: token, reading the body, load, decide, append with all its projections, answer.</summary>
sealed class OverHttp(BenchPlace place) : IPath
{
    public string Name => "command over HTTP";

    public Task<IWriter> WriterAsync() => Task.FromResult<IWriter>(new Writer(place));

    sealed class Writer : IWriter
    {
        readonly HttpClient _client;
        readonly CaseNumbers _numbers = new("H");

        public Writer(BenchPlace place)
        {
            _client = new HttpClient { BaseAddress = place.Address };
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", place.Token);
            _client.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "*");
        }

        public async Task AppendAsync()
        {
            var (reference, step) = _numbers.Next();
            using var answer = step == 0
                ? await _client.PostAsJsonAsync("/api/v1/cases", new { kind = "local-learning", reference, subject = "Benchmark" })
                : await _client.PostAsJsonAsync(
                    $"/api/v1/cases/{reference}/learning", new { channel = "briefing", findings = string.Create(CultureInfo.InvariantCulture, $"Finding {step}: {CaseNumbers.Filling}") });
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
    /// <summary>Makes an event about 370 bytes long.</summary>
    public const string Filling = "professionals need to be clear about the added vulnerability of extremely premature babies, about the use of an interpreter, and about who is meant when a child speaks of family; agencies confirm how this has been shared, with whom and by when, and what difference is expected of it in daily practice across the partnership.";

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
