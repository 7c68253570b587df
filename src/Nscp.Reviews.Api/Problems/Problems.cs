using NodaTime.Text;

namespace Nscp.Reviews.Api.Problems;

/// <summary>Every no of the host, in the order in which it is judged.</summary>
static class Problem401
{
    internal static Problem NotSignedIn { get; } = Problem.Of(
        401, "not-signed-in", "You are not signed in", "The request has no bearer token that this host accepts: it may be missing, expired, or from another issuer.",
        "Sign in again and send the token as Authorization: Bearer ….");
}

static class Problem4xx
{
    const string NotUnderstoodTitle = "The request could not be understood";

    internal static Problem NotAllowed { get; } = Problem.Of(
        403, "not-allowed", "You are not allowed to do this", "Your role may not do this.",
        "Ask the Development Manager, who can record it and name who acted.");

    internal static Problem NotYours { get; } = Problem.Of(
        403, "not-yours", "You are not allowed to do this", "Your role records for your own organisation only, and this is not its own.",
        "Ask the Development Manager, who can record it and name who acted.");

    internal static Problem NameWhoAdvised { get; } = Problem.Of(
        403, "not-yours", "You are not allowed to do this", "Only the Independent Scrutineer records scrutiny as their own.",
        "Name who advised in by: their organisation, role and howKnown.");

    internal static Problem NoSearching { get; } = Problem.Of(
        403, "not-allowed", "You are not allowed to do this", "Your role sees no text of cases, and so cannot search in it.",
        "Leave text out: GET /api/v1/cases lists the cases, and GET /api/v1/cases/{reference} shows the one with a reference.");

    internal static Problem NoSuchRoute { get; } = Problem.Of(
        404, "not-found", "There is nothing here", "No route of this host has that address.", "See /openapi/v1.json or /docs for the routes.");

    internal static Problem NoSuchCase { get; } = Problem.Of(
        404, "case-not-found", "There is no such case", "Your partnership has no case with that reference.", "Check the reference; GET /api/v1/cases lists the cases.");

    /// <param name="since">When the first thing of the case was recorded.</param>
    internal static Problem NotRecordedYet(Instant since) => Problem.Of(
        404, "not-recorded-yet", "Nothing was recorded yet", $"The record of this case begins on {Say.Date(London.DateOf(since))}, with the instant {InstantPattern.ExtendedIso.Format(since)}.",
        "Ask as at that instant or later.");

    internal static Problem NoSuchRecommendation { get; } = Problem.Of(
        404, "recommendation-not-found", "There is no such recommendation", "The case has no recommendation with that id.", "Check the id; GET /api/v1/cases/{reference} lists its recommendations.");

    internal static Problem NoSuchClock { get; } = Problem.Of(
        404, "clock-not-found", "There is no such clock", "The case has no clock with that id.", "Check the id; GET /api/v1/cases/{reference}/clocks lists the case's clocks.");

    internal static Problem NoSuchDecision { get; } = Problem.Of(
        404, "decision-not-found", "There is no such decision", "The case has no decision with that number.", "Check the number; GET /api/v1/cases/{reference} lists the case's decisions.");

    internal static Problem NoSuchAction { get; } = Problem.Of(
        404, "action-not-found", "There is no such action", "The recommendation has no action with that number.",
        "Check the number. A further action is assigned under the next one.");

    internal static Problem MethodNotAllowed { get; } = Problem.Of(
        405, "method-not-allowed", "This address takes another method", "The address exists, but not with that method.", "See the Allow header, or /docs.");

    internal static Problem TooLarge { get; } = Problem.Of(
        413, "too-large", "The request is too large", $"A request has at most {RequestBody.Limit / 1024} kilobytes.", "Send less; documents stay in the records system and are referred to.");

    internal static Problem NotJson { get; } = Problem.Of(
        415, "not-json", "The request is not JSON", "The body must be JSON, in UTF-8.", "Send Content-Type: application/json.");

    internal static Problem Unreadable(string detail) => Problem.Of(
        400, "unreadable", NotUnderstoodTitle, detail, "Send one JSON object in UTF-8, each field once.");

    internal static Problem BadHeader(string header, string what) =>
        NotUnderstood(new Dictionary<string, string[]>(StringComparer.Ordinal) { [header] = [what] });

    internal static Problem NotUnderstood(IReadOnlyDictionary<string, string[]> errors) =>
        Problem.Of(400, "not-understood", NotUnderstoodTitle, "See errors for what is wrong, field by field.", "Put the fields right and send it again; nothing was recorded.")
            with { Errors = errors };

    internal static Problem KeyReused { get; } = Problem.Of(
        422, "key-reused", "The key was used for another request", "Another request was recorded under this Idempotency-Key.", "Send this one under a key of its own.");

    internal static Problem OutsideCoverage(string detail) => Problem.Of(
        422, "outside-calendar-coverage", "The calendar does not reach that far", detail, "Ask within those days, or have a newer list of bank holidays accepted.");

    internal static Problem PreconditionMissing { get; } = Problem.Of(
        428, "version-missing", "The request does not say which version it means", "A command on a case says in If-Match which version of the case it was decided on.",
        "Read the case and send its ETag as If-Match, or If-Match: * to mean any version.");

    internal static Problem Stale { get; } = Problem.Of(
        412, "stale-version", "The case has changed meanwhile", "Somebody recorded something on this case after the version that If-Match names.",
        "Read the case again, and send the command again if it is still right.");
}

static class Problem409
{
    internal static Problem Refused(Answer.Refused refused)
    {
        var objections = refused.Objections;
        var irregular = objections[0].Irregular;
        var problem = Problem.Of(
            409, objections[0].Code, irregular ? "This would be irregular" : "This cannot be recorded",
            string.Join(' ', objections.Select(o => o.Sentence)), objections.Count == 1 ? objections[0].ToDo : ToDo(objections));
        return irregular ? problem with { Codes = ListOf.From(objections.Select(o => o.Code)) } : problem;
    }

    static string ToDo(ListOf<Objection> objections) =>
        $"Record what is missing, each fact with its own date. Or send it again with despite: [{string.Join(", ", objections.Select(o => $"\"{o.Code}\""))}] and a reason: it is then recorded, and marked.";
}

static class Problem5xx
{
    internal static Problem Broken { get; } = Problem.Of(
        500, "broken", "Something went wrong", "The host could not finish the request.", "Try again later; if it goes on, report the traceId.");

    internal static Problem Unavailable { get; } = Problem.Of(
        503, "unavailable", "The records are out of reach", "The database is out of reach or overloaded.",
        "Send it again after the seconds that Retry-After gives, under the same Idempotency-Key.");

    internal static Problem TakesNoWrites { get; } = Problem.Of(
        503, "unavailable", "The records cannot be added to", "The database takes no writes: it is read-only, or its disk is full. Nothing of the request was recorded.",
        "Tell whoever runs it. Send it again later, under the same Idempotency-Key.");

    internal static Problem NotRecorded { get; } = Problem.Of(
        503, "unavailable", "The reading cannot be recorded", "Who reads a case is recorded before it is shown, and the database took no record of this reading. Nothing of the case was shown.",
        "Send it again after the seconds that Retry-After gives. If it goes on, tell whoever runs it: the database may be read-only, or its disk full.");

    internal static Problem SchemaWrong(string why) => Problem.Of(503, "schema-wrong", "The database does not fit this version", why, "Tell whoever runs it: docs/operations.md, Schema, says what to do.");
}
