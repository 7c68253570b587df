using System.Globalization;
using NodaTime.Text;
using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Verifier;

/// <summary>A verdict as lines of plain English, and the program's exit code.</summary>
static class Telling
{
    const string CannotShow = "It cannot show that what was recorded was true when it was recorded, nor what was recorded after the bundle was made.";

    static readonly InstantPattern Time = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm':'ss 'UTC'");

    internal static (IReadOnlyList<string> Lines, int Code) Of(BundleVerdict verdict)
    {
        var (lines, code) = verdict switch
        {
            BundleVerdict.Verified yes => ((string[])[$"Verified: {About(yes.Report)}.", .. Facts(yes.Report, isTrusted: true)], 0),
            BundleVerdict.Consistent only => (
                [
                    $"Consistent, signed by {Signers(only.Report)}: compare it with the published one.",
                    "Until that is done, nothing shows who made it. If it is the same, check again with --trust and the fingerprint.",
                    $"It says that it is about: {About(only.Report)}.", .. Facts(only.Report, isTrusted: false),
                ], 2),
            BundleVerdict.DoesNotFit not => ([$"Does not fit: {not.Why} (check {(int)not.Step} of {Enum.GetValues<BundleStep>().Length}: {not.Step.ToString().ToLowerInvariant()})"], 1),
            _ => throw new ArgumentException($"{verdict.GetType()} is no verdict.", nameof(verdict)),
        };
        return ([.. lines.Select(Printable)], code);
    }

    static IEnumerable<string> Facts(BundleReport report, bool isTrusted)
    {
        var head = report.Newest.Head;
        yield return $"{Count(report.Events, "event")} of {Count(report.Streams, "stream")}; head {head.Number} of {Time.Format(head.SealedAt)} seals {report.Events - report.Unsealed} of them.";
        yield return $"The bundle was made at {Time.Format(report.MadeAt)} and signed by {report.Key}.";
        if (report.Newest.Key != report.Key) yield return $"Its newest head is signed by {report.Newest.Key}.";
        if (report.Unsealed > 0) yield return $"Note: newer than that head, and not sealed yet: {Count(report.Unsealed, "event")}. The chain and the bundle's signature cover that, and no seal does.";
        if (report.WithoutHash > 0) yield return $"Note: recorded by other software, without a hash: {Count(report.WithoutHash, "event")}. What was recorded after, and the seals, cover that too.";
        if (report.OtherSigners.Count > 0) yield return $"Note: earlier heads are signed by {(isTrusted ? "keys that you do not trust" : "other keys")}: {string.Join(", ", report.OtherSigners)}.";
        yield return CannotShow;
    }

    static string About(BundleReport report) => report.About.Count == 0 ? "nothing that it names" : string.Join(", ", report.About.Select(note => $"{note.Name} {note.Text}"));

    static string Signers(BundleReport report) => report.Newest.Key == report.Key ? report.Key : $"{report.Key}, its newest head by {report.Newest.Key}";

    static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    /// <summary>What a bundle holds is anybody's text: nothing of it may steer a terminal or hide what stands beside it.</summary>
    static string Printable(string line) => string.Concat(line.EnumerateRunes().Select(rune => System.Text.Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse ? "?" : rune.ToString()));
}
