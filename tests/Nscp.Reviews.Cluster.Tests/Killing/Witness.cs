using System.Globalization;
using System.Text.Json;

namespace Nscp.Reviews.Cluster.Tests.Killing;

/// <summary>Stands between the player and the host: notes every event that the host says it has recorded, and lets a test act at a given request.</summary>
sealed class Witness : HttpMessageHandler
{
    readonly HttpMessageInvoker _host = new(new SocketsHttpHandler());
    readonly Dictionary<string, string> _said = [];
    int _sent;

    /// <summary>Called with the request's number, counted from 1, before it is sent; what it returns runs beside the request.</summary>
    public Action<int> BeforeSending { get; set; } = _ => { };

    /// <summary>Called after the host has answered; true loses the answer on its way.</summary>
    public Func<int, bool> LosesAnswer { get; set; } = _ => false;

    /// <summary>Sends each request with a key that nothing else has, as a client would that takes no care.</summary>
    public bool ForgetsKeys { get; init; }

    /// <summary>Every acknowledged event with its version, also those whose acknowledgement was lost on its way.</summary>
    public HashSet<(Guid Event, long Version)> Acknowledged { get; } = [];

    /// <summary>Steps that were acknowledged twice with different events.</summary>
    public List<string> Contradictions { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var number = ++_sent;
        var step = request.Headers.GetValues("Idempotency-Key").Single();
        if (ForgetsKeys)
        {
            request.Headers.Remove("Idempotency-Key");
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }
        BeforeSending(number);
        var response = await _host.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
            Note(step, await response.Content.ReadAsStringAsync(cancellationToken));
        if (LosesAnswer(number))
            throw new HttpRequestException("The answer was lost.");
        return response;
    }

    void Note(string step, string answer)
    {
        using var receipt = JsonDocument.Parse(answer);
        var events = receipt.RootElement.GetProperty("recorded").EnumerateArray().Select(one => (one.GetProperty("id").GetGuid(), one.GetProperty("version").GetInt64())).ToList();
        Acknowledged.UnionWith(events);
        var told = string.Join(", ", events.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Item2} {one.Item1}")));
        if (_said.TryGetValue(step, out var before) && before != told)
            Contradictions.Add($"First [{before}], then [{told}].");
        _said[step] = told;
    }

    protected override void Dispose(bool disposing)
    {
        _host.Dispose();
        base.Dispose(disposing);
    }
}
