using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>The parts of a sentence that more than its own fact tells.</summary>
public sealed partial class Wording
{
    const int MostOfAQuotation = 70;

    string Attended(IEnumerable<Attendance> attendance) => _names.List(attendance.Select(a => a.Organisation));

    string Dissent(DecisionMade e) => e.Dissent.Count == 0 ? "" : $", with dissent from {_names.List(e.Dissent.Select(d => d.Partner))}";

    /// <summary>An action by its number and by what it is: its steps where they are given, else what the recommendation asks.</summary>
    string Action(OfAction e, ActionAssigned? assignment = null)
    {
        var steps = (assignment ?? Latest<ActionAssigned>(a => a.Recommendation == e.Recommendation && a.Action == e.Action))?.Steps;
        return $"action {e.Action} of {e.Recommendation}" + ((steps ?? Made(e.Recommendation)?.Wording) is { } what ? $", {Quoted(what.Value)}," : "");
    }

    /// <summary>The same where the sentence ends, or a colon follows.</summary>
    string LastAction(OfAction e) => Action(e).TrimEnd(',');

    string AskedOf(string recommendation) => Made(recommendation) is { } made ? _names.Of(made.AskedOf) : "the agency asked";

    string Hold(int number) => Latest<PublicationHeld>(h => h.Hold == number) is { } held ? $"hold {number}, {Phrases.Of(held.Kind)}," : $"hold {number}";

    string Challenge(int number) => Latest<ScrutinyChallengeMade>(c => c.Challenge == number) is { } made ? $"challenge {number}, on {Phrases.Of(made.On)}" : $"challenge {number}";

    RecommendationMade? Made(string recommendation) => Latest<RecommendationMade>(r => r.Recommendation == recommendation);

    /// <summary>As now understood; where nothing of the kind is left, as it was recorded.</summary>
    T? Latest<T>(Func<T, bool> which) where T : CaseEvent =>
        _corrected.Value.Select(o => o.Fact).OfType<T>().LastOrDefault(which) ?? others.Select(o => o.Fact).OfType<T>().LastOrDefault(which);

    Entry? Recorded(Guid entry) => others.FirstOrDefault(o => o.Envelope.Id == entry);

    string Which(Guid entry) => Recorded(entry) switch
    {
        null => "an entry",
        { Fact: RecordedWrongly or RecordedInError, Envelope.Version: var version } => $"entry {version}, itself a correction",
        var corrected => $"entry {corrected.Envelope.Version} ({Quoted(Of(corrected))})",
    };

    static string Moved(DueDateMoved e) => (e.From, e.To) switch
    {
        ({ } from, { } to) => $"was due on {Say.Date(from)} and is now due on {Say.Date(to)}",
        (null, { } to) => $"had no due date and is now due on {Say.Date(to)}",
        ({ } from, null) => $"was due on {Say.Date(from)} and has no due date now",
        (null, null) => "has no due date",
    };

    static string Source(RecommendationMade e) => e switch
    {
        { Source: RecommendationSource.CarriedOver, CarriedOverFrom: { } from } => $" was carried over from {from}, for",
        { Source: RecommendationSource.CarriedOver } => " was carried over from an earlier review, for",
        { CarriedOverFrom: { } from } => $", {Phrases.Of(e.Source)} and carried over from {from}, was made to",
        _ => $", {Phrases.Of(e.Source)}, was made to",
    };

    static string Suspected(IncidentReported e) =>
        e.SuspectedOn is not { } day ? "" : day == e.Aware ? ", and first suspected abuse or neglect on that day" : $", and abuse or neglect was first suspected on {Say.Date(day)}";

    static string Suggestion(DecisionMade e) => e.NationalReviewSuggested is null ? "" : "; national review was suggested";

    static string Contents(CsprReportAccepted e) => e switch
    {
        { HasImprovements: true, HasAnalysis: true } => "which has the recommended improvements and the analysis of underlying reasons",
        { HasImprovements: true } => "which has the recommended improvements, but no analysis of underlying reasons",
        { HasAnalysis: true } => "which has the analysis of underlying reasons, but no summary of recommended improvements",
        _ => "which has neither the recommended improvements nor the analysis of underlying reasons",
    };

    static string Copy(PrePublicationCopySent e) => e switch
    {
        { ReportIncluded: true, ImprovementsIncluded: true } => "the report and of the information on improvements",
        { ReportIncluded: true } => "the report",
        _ => "the information on improvements",
    };

    static string Progress(ProgressChecked e) => e switch
    {
        { OnTime: true, GoodQuality: true } => "on time and of good quality",
        { OnTime: true } => "on time, but not of good quality",
        { GoodQuality: true } => "behind time, but of good quality",
        _ => "behind time, and not of good quality",
    };

    /// <summary>In quotation marks, without its full stop, and cut between two words where it is long.</summary>
    static string Quoted(string text)
    {
        var inner = text.ReplaceLineEndings(" ").Replace('“', '‘').Replace('”', '’').Trim();
        if (inner.Length <= MostOfAQuotation) return $"“{inner.TrimEnd('.').Replace(".’", "’", StringComparison.Ordinal)}”";
        var end = inner.LastIndexOf(' ', MostOfAQuotation);
        return $"“{inner[..(end > 0 ? end : MostOfAQuotation)].TrimEnd(' ', ',', ';', ':', '.')}…”";
    }

    static string Count(int n, string thing) => n == 1 ? $"1 {thing}" : $"{n} {thing}s";

    static string On(LocalDate? day, string before) => day is { } date ? before + Say.Date(date) : "";

    static string With<T>(T? value, string before, string after = "") where T : struct => value is { } there ? before + there + after : "";
}
