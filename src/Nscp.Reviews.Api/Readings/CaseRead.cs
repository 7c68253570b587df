using Nscp.Reviews.Domain.Cases;

namespace Nscp.Reviews.Api.Readings;

/// <summary>The case of a route, with the world in which it is read and the London day on which its clocks are judged.</summary>
sealed record CaseRead(Guid Stream, CaseHistory History, World World, LocalDate Day)
{
    internal string Reference => History.State.Reference!.Value.Value;

    /// <summary>As the record stood at the moment; null where nothing of the case had been recorded by then.</summary>
    internal CaseRead? As(KnownAt at) => at.Of(History) is { State.Exists: true } then ? this with { History = then, World = at.Of(World), Day = at.Day } : null;
}

/// <summary>The one way in which a reading below a case comes by it: two queries at most, of which the second reads a list of bank holidays that was not known yet.</summary>
static class CaseReading
{
    /// <summary>The case as it stood at <c>knownAt</c>; null when the problem has been told.</summary>
    /// <param name="query">With its other parameters read already.</param>
    internal static async Task<CaseRead?> FoundAsync(this HttpContext http, Query? query = null)
    {
        query ??= new Query(http);
        var at = http.KnownAt(query);
        if (await http.WholeAsync(query) is not { } read) return null;
        return read.As(at) ?? await http.NotYetAsync(read);
    }

    /// <summary>The case with all that is recorded; null when the problem has been told.</summary>
    /// <param name="query">With all its parameters read already.</param>
    internal static async Task<CaseRead?> WholeAsync(this HttpContext http, Query query)
    {
        var caller = Caller.Of(http);
        var read = http.Reference() is not { } reference ? null : await http.OpenAsync(new StreamAddress.ByReference(reference));
        if ((read?.Read.StreamId is null ? Problem4xx.NoSuchCase : query.Problem()) is { } problem)
        {
            await ProblemAnswer.WriteAsync(http, problem);
            return null;
        }
        var world = await http.RequestServices.GetRequiredService<Worlds>().OfAsync(caller.Partnership, read!.CalendarInForce, http.RequestAborted);
        return new CaseRead(read.Stream, CaseStream.History(read.Read.Events), world, http.Today());
    }

    /// <summary>A stream of the caller's partnership as it stands; what it was read by is given back at once.</summary>
    internal static async Task<CaseSession> OpenAsync(this HttpContext http, StreamAddress address)
    {
        await using var session = await http.RequestServices.GetRequiredService<Sessions>().OpenAsync(Caller.Of(http).Tenant, address, null, http.RequestAborted);
        return session;
    }

    /// <summary>Tells that the case was not recorded by the moment asked for.</summary>
    internal static async Task<CaseRead?> NotYetAsync(this HttpContext http, CaseRead read)
    {
        await ProblemAnswer.WriteAsync(http, Problem4xx.NotRecordedYet(read.History.AsRecorded[0].Envelope.RecordedAt));
        return null;
    }

    internal static CaseReference? Reference(this HttpContext http) => CaseReference.TryParse((string?)http.GetRouteValue("reference"), out var reference) ? reference : null;
}
