using System.Security.Cryptography;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>A list that would come into force if it were accepted, and what it would change. Nothing is in force yet.</summary>
/// <param name="List">The whole list, its revision one above that in force.</param>
/// <param name="FeedYears">The years that the feed holds, in order: these are replaced, all others are kept.</param>
public sealed record CalendarProposal(CalendarList List, ListOf<int> FeedYears, CalendarDifference Difference)
{
    /// <summary>Whether the list in force says the same already, titles included, so that there is nothing to accept.</summary>
    public bool IsNothingNew => Difference.IsEmpty;
}

/// <summary>What came of reading a feed.</summary>
public abstract record CalendarImport
{
    CalendarImport() { }

    /// <summary>The feed can be accepted; nothing is in force yet.</summary>
    public sealed record Proposed(CalendarProposal Proposal) : CalendarImport;

    /// <param name="Problems">
    /// Everything that was found wrong, up to 20 (how many more there are stands behind them), each a sentence or two that say what to do. Of the
    /// feed's own text no more than a short piece without control characters stands in them.
    /// </param>
    public sealed record Refused(ListOf<string> Problems) : CalendarImport;
}

/// <summary>Reads a feed of bank holidays in GOV.UK's format into a proposal, or says why it cannot be one.</summary>
public static class BankHolidayImport
{
    /// <summary>The largest feed that is read. GOV.UK's, of 17 years and three divisions, has about 62,000 bytes.</summary>
    public const int MostBytes = 1024 * 1024;

    /// <summary>
    /// Replaces the years that the feed holds for England and Wales and keeps all others: GOV.UK drops past years from its feed
    /// at times, and has withdrawn days that it had listed. Other divisions and further fields are passed over unread.
    /// </summary>
    /// <param name="feed">As received, from anybody; more than <see cref="MostBytes"/> are refused unread.</param>
    /// <param name="inForce">The list that the feed would follow: its other years are kept, and the difference is told from it.</param>
    /// <param name="source">Where the feed came from, for people.</param>
    /// <param name="today">The London date: the day on which the feed is taken to be retrieved, and what its years are judged by.</param>
    public static CalendarImport Read(ReadOnlyMemory<byte> feed, CalendarList inForce, string source, LocalDate today)
    {
        var findings = new FeedFindings();
        var holidays = new FeedReader(findings, today).Read(feed);
        var years = Years(holidays);
        if (!findings.Any) CheckCoverage(findings, inForce.Coverage, years);
        return findings.Any
            ? new CalendarImport.Refused(findings.All)
            : new CalendarImport.Proposed(Propose(inForce, holidays, years, source, today, Convert.ToHexStringLower(SHA256.HashData(feed.Span))));
    }

    /// <summary>The years that a feed holds which was accepted before as this list, in order.</summary>
    public static ListOf<int> YearsIn(ReadOnlyMemory<byte> feed, CalendarList accepted) =>
        Years(new FeedReader(new FeedFindings(), accepted.Provenance.RetrievedOn).Read(feed));

    static ListOf<int> Years(IEnumerable<BankHoliday> holidays) => ListOf.From(holidays.Select(holiday => holiday.Date.Year).Distinct().Order());

    static CalendarProposal Propose(CalendarList inForce, IReadOnlyList<BankHoliday> holidays, ListOf<int> years, string source, LocalDate today, string sha256)
    {
        var covered = inForce.Coverage;
        var provenance = new CalendarProvenance(
            inForce.Revision + 1, source, today, sha256, Math.Min(covered.First, years[0]), Math.Max(covered.Last, years[^1]));
        var list = new CalendarList(provenance, [.. inForce.Holidays.Where(holiday => !years.Contains(holiday.Date.Year)), .. holidays]);
        return new CalendarProposal(list, years, CalendarDifference.Between(inForce, list));
    }

    static void CheckCoverage(FeedFindings findings, CoveredYears covered, ListOf<int> years)
    {
        var known = covered.Years().Union(years).Order().ToArray();
        var missing = Enumerable.Range(known[0], known[^1] - known[0] + 1).Except(known).ToArray();
        if (missing.Length > 0)
            findings.Add($"With this feed the calendar would have a gap: {Say.List(missing)} would be missing between the years it covers. Import a feed that holds {(missing.Length == 1 ? "that year" : "those years")} too.");
    }
}
