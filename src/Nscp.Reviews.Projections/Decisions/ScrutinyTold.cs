using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>A response to a challenge.</summary>
public sealed record ResponseTold(long Version, string Sentence, LocalDate HappenedOn, KnownWhen Known, string? Text);

/// <summary>Advice or a challenge on the way to the decision or about it, as now understood.</summary>
/// <param name="Challenge">Its number; null for advice.</param>
public sealed record ScrutinyTold(long Version, int? Challenge, ScrutinyStage On, string Sentence, LocalDate HappenedOn, KnownWhen Known, string? Text, IReadOnlyList<ResponseTold> Responses)
{
    internal static IReadOnlyList<ScrutinyTold> Of(DecisionReading reading)
    {
        var standing = reading.History.Corrected.Where(reading.Bears).ToList();
        var responses = standing.Where(e => e.Fact is ScrutinyAnswered).ToLookup(e => ((ScrutinyAnswered)e.Fact).Challenge);
        return [.. standing.Select(Told).OfType<ScrutinyTold>().OrderBy(s => s.HappenedOn).ThenBy(s => s.Version)];

        ScrutinyTold? Told(Entry entry) => entry.Fact switch
        {
            ScrutinyAdviceRecorded e => Scrutinised(entry, null, e.On, e.Advice),
            ScrutinyChallengeMade e => Scrutinised(entry, e.Challenge, e.On, e.Text),
            _ => null,
        };

        ScrutinyTold Scrutinised(Entry entry, int? challenge, ScrutinyStage on, ProtectedText text) => new(
            entry.Envelope.Version, challenge, on, reading.Wording.Of(entry), entry.HappenedOn, reading.When(entry), reading.Text(text, entry),
            challenge is { } number ? [.. responses[number].Select(Response)] : []);

        ResponseTold Response(Entry entry) =>
            new(entry.Envelope.Version, reading.Wording.Of(entry), entry.HappenedOn, reading.When(entry), reading.Text(((ScrutinyAnswered)entry.Fact).Response, entry));
    }
}
