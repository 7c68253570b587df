using System.Net;
using System.Net.Http.Headers;
using System.Text;
using NodaTime;
using Nscp.Reviews.Tool.Tokens;

namespace Nscp.Reviews.Tool.Replaying;

/// <param name="Recorded">Steps that recorded something.</param>
/// <param name="Stood">Steps that recorded nothing, because it already stood or the step was played before.</param>
/// <param name="Failure">Which step failed and why, or null.</param>
sealed record Played(int Recorded, int Stood, string? Failure);

/// <summary>Plays a script against a running host, step after step, up to the first that fails.</summary>
sealed class Player(HttpClient host, string key, IClock clock)
{
    readonly Dictionary<Person, AuthenticationHeaderValue> _tokens = [];
    readonly Dictionary<string, string> _kept = [];

    /// <summary>How long a host that does not answer, or is out of reach of its database, is waited for.</summary>
    public Duration Patience { get; init; } = Duration.FromSeconds(20);

    public Duration Pause { get; init; } = Duration.FromMilliseconds(250);

    public async Task<Played> PlayAsync(Script script, IProgress<int> progress, CancellationToken cancellation)
    {
        var (recorded, stood) = (0, 0);
        for (var at = 0; at < script.Steps.Count; at++)
        {
            using var answer = await SendAsync(script, at, cancellation);
            if (answer.Failure is { } failure)
                return new Played(recorded, stood, $"Step {at + 1} of {script.Steps.Count}, \"{script.Steps[at].Name}\", {failure}");
            if (script.Steps[at].Keep is { } word && answer.FirstEvent is { } id)
                _kept[word] = id;
            if (answer.RecordedNothing)
                stood++;
            else
                recorded++;
            progress.Report(at + 1);
        }
        return new Played(recorded, stood, null);
    }

    async Task<Answer> SendAsync(Script script, int at, CancellationToken cancellation)
    {
        var begun = clock.GetCurrentInstant();
        while (true)
        {
            var (answer, reason) = await TryAsync(script, at, cancellation);
            if (answer is not null)
                return answer;
            if (clock.GetCurrentInstant() - begun > Patience)
                return new Answer($"found no host at {host.BaseAddress} that answers ({reason}), though it was tried for {Patience.TotalSeconds:0} seconds. Start it with ./build.sh run and play the script again: what was recorded stands.");
            await Task.Delay(Pause.ToTimeSpan(), cancellation);
        }
    }

    /// <summary>No answer means: worth another try. The key makes sure that a step whose answer was lost is not recorded twice.</summary>
    async Task<(Answer?, string? Reason)> TryAsync(Script script, int at, CancellationToken cancellation)
    {
        try
        {
            using var request = Request(script, at);
            using var response = await host.SendAsync(request, cancellation);
            var answer = await Answer.ReadAsync(response, cancellation);
            return response.StatusCode is HttpStatusCode.ServiceUnavailable ? (null, $"the step {answer.Failure}") : (answer, null);
        }
        catch (HttpRequestException unreachable)
        {
            return (null, unreachable.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, "it takes too long");
        }
    }

    HttpRequestMessage Request(Script script, int at)
    {
        var step = script.Steps[at];
        var request = new HttpRequestMessage(new HttpMethod(step.Method), step.Route);
        request.Headers.Authorization = TokenFor(step.Person);
        if (step.Method is "POST")
            request.Headers.Add("Idempotency-Key", script.KeyOf(at));
        if (step.NeedsVersion)
            request.Headers.Add("If-Match", "*");
        if (step.Body is { } body)
            request.Content = new StringContent(Script.Fill(body.GetRawText(), _kept), Encoding.UTF8, "application/json");
        return request;
    }

    AuthenticationHeaderValue TokenFor(Person person)
    {
        if (!_tokens.TryGetValue(person, out var token))
            _tokens[person] = token = new AuthenticationHeaderValue("Bearer", DevelopmentToken.For(person, key, clock.GetCurrentInstant()));
        return token;
    }
}
