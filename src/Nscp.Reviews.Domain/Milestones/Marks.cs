using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Events;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>A mark on an entry: what was irregular when it was recorded, and still is as now understood.</summary>
public sealed record Mark(Entry Entry, string Code, string Sentence, string ToDo);

/// <summary>The marks that stand on a history. A mark goes when the missing fact has been recorded with its earlier date, or the wrong one corrected.</summary>
public static class Marks
{
    public static IReadOnlyList<Mark> Standing(CaseHistory history, World world)
    {
        var marks = new List<Mark>();
        foreach (var entry in history.Corrected)
            foreach (var code in entry.Envelope.Despite)
                if (Judge(history, entry, code, world) is { } objection) marks.Add(new(entry, code, objection.Sentence, objection.ToDo));
        return marks;
    }

    static Objection? Judge(CaseHistory history, Entry entry, string code, World world)
    {
        var occasion = new Occasion(entry.HappenedOn, entry.Envelope.By, history, world);
        return AllMilestones.Irregularities.Where(i => i.Code == code).Select(i => i.On(history, entry.Fact, occasion, entry.Envelope.Id)).FirstOrDefault(o => o is not null)
            ?? EveryMilestone.Irregularities(history.AsAt(entry.HappenedOn, entry.Envelope.Id), occasion).FirstOrDefault(o => o.Code == code);
    }
}
