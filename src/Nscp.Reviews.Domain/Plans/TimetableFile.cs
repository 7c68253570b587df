using System.Text.RegularExpressions;

namespace Nscp.Reviews.Domain.Plans;

public sealed class InvalidTimetableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The timetables' file, and what must be true of each before anything is planned by it.</summary>
static partial class TimetableFile
{
    /// <summary>Further than any plan for a rapid review can mean to go.</summary>
    const int MostWorkingDays = 60;

    const int MostSteps = 20;

    public static IReadOnlyList<RapidReviewTimetable> Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        try
        {
            var file = EmbeddedData.Read<TimetableEntry[]>(utf8, (why, inner) => Unreadable(why, inner));
            if (Array.IndexOf(file, null) >= 0 || file.Any(entry => Array.IndexOf(entry.Steps, null) >= 0)) throw Unreadable("must not hold null", null);
            return Checked([.. file.Select(ToTimetable)]);
        }
        catch (InvalidOperationException unreadable)
        {
            // Half of a surrogate pair, written as an escape: .NET says so in this way.
            throw Unreadable("one of the texts is not well-formed Unicode", unreadable);
        }
    }

    static InvalidTimetableException Unreadable(string why, Exception? inner) => new($"The timetables cannot be read: {why}", inner);

    static RapidReviewTimetable ToTimetable(TimetableEntry entry) => new(
        entry.Title.Value, entry.Partnership, [.. entry.Steps.Select(step => new TimetableStep(step.Id.Value, step.Title.Value, step.WorkingDay, step.DoneWhen))]);

    static IReadOnlyList<RapidReviewTimetable> Checked(IReadOnlyList<RapidReviewTimetable> timetables)
    {
        foreach (var timetable in timetables)
            if (Misfit(timetable) is { } misfit) throw new InvalidTimetableException($"Timetable “{timetable.Title}”: {misfit}.");
        foreach (var twice in timetables.CountBy(timetable => timetable.Partnership?.ToString() ?? "everybody").Where(owner => owner.Value > 1))
            throw new InvalidTimetableException($"There is more than one timetable for {twice.Key}.");
        return timetables;
    }

    static string? Misfit(RapidReviewTimetable timetable)
    {
        var (steps, days) = (timetable.Steps, timetable.Steps.Select(step => step.WorkingDay).ToList());
        if (steps.Count is < 1 or > MostSteps) return $"it has between 1 and {MostSteps} steps";
        if (steps.FirstOrDefault(step => !Id().IsMatch(step.Id)) is { } odd) return $"“{odd.Id}” is no id: small letters with hyphens between the words, as in returns-in";
        if (steps.CountBy(step => step.Id).FirstOrDefault(id => id.Value > 1) is { Value: > 1 } twice) return $"{twice.Key} is there more than once";
        if (steps.FirstOrDefault(step => step.WorkingDay is < 0 or > MostWorkingDays) is { } far) return $"{far.Id} has a workingDay between 0 and {MostWorkingDays}";
        return days.SequenceEqual(days.Order()) ? null : "its steps stand in the order of their working days";
    }

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex Id();

    sealed record TimetableEntry(ShortText Title, StepEntry[] Steps, OrganisationCode? Partnership = null);

    sealed record StepEntry(ShortText Id, ShortText Title, int WorkingDay, PlannedFact DoneWhen);
}
