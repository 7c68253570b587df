using System.Globalization;
using NodaTime;
using Npgsql;
using Nscp.Reviews.Evidence;
using Nscp.Reviews.Tool.Running;
using Spectre.Console;

namespace Nscp.Reviews.Tool.Sealing;

/// <summary>Verifies the whole log while the host goes on, and names whatever does not fit.</summary>
static class VerifyCommand
{
    public static async Task<int> RunAsync(Workplace place, IClock clock, TextWriter told, CancellationToken cancellation)
    {
        var (keys, anchors) = (Keys(place), Anchors(place));
        await using var database = await Database.OpenAsync(place, new Lines(), cancellation);
        await using var log = NpgsqlDataSource.Create(database.Log());
        var report = await AnsiConsole.Progress().Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn()).StartAsync(
            context => new Verification(log, keys, anchors, clock).RunAsync(VerificationCause.OnDemand, new Told(context.AddTask("Verifying the log")), cancellation));
        foreach (var line in Lines(report, anchors is not null))
            await told.WriteLineAsync(line);
        return report.IsClean ? 0 : 1;
    }

    internal static IEnumerable<string> Lines(VerificationReport report, bool anchored)
    {
        foreach (var finding in report.Findings)
            yield return $"{finding.Kind.Word()}: {finding.Sentence}";
        if (report.Found > report.Findings.Count)
            yield return Invariant($"and {report.Found - report.Findings.Count:n0} more");
        var verdict = report.IsClean ? "Nothing was altered" : Invariant($"{report.Found:n0} things do not fit");
        yield return Invariant($"{verdict}: {report.Events:n0} events, {report.Sealed:n0} sealed, {report.Unsealed:n0} not yet, {report.Unchained:n0} of other software and not sealed yet.");
        if (!anchored)
            yield return "No anchors were looked at: a database set back to an old backup would not show. Reviews__AnchorFolder names them.";
    }

    static PublicKey[] Keys(Workplace place)
    {
        var current = Environment.GetEnvironmentVariable("Reviews__SealKeyFile") is { Length: > 0 } given ? given : place.SealKeyFile;
        if (!File.Exists(current))
            throw new ToolException($"There is no key to check the seals by: {current} is missing. Reviews__SealKeyFile names the key file, or one with its public half.");
        return [SealKeyCommand.Read(current), .. Retired().Select(SealKeyCommand.Read)];
    }

    static IEnumerable<string> Retired()
    {
        if (Environment.GetEnvironmentVariable("Reviews__RetiredSealKeys") is not { Length: > 0 } folder)
            return [];
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.pem") : throw new ToolException($"There is no folder {folder}, which Reviews__RetiredSealKeys names.");
    }

    /// <summary>Those that are named; else those that <c>run</c> keeps, where there are any.</summary>
    static AnchorFiles? Anchors(Workplace place)
    {
        if (Environment.GetEnvironmentVariable("Reviews__AnchorFolder") is { Length: > 0 } given)
            return Directory.Exists(given) ? new AnchorFiles(given) : throw new ToolException($"There is no folder {given}, which Reviews__AnchorFolder names.");
        return Environment.GetEnvironmentVariable("ConnectionStrings__Reviews") is null or "" && Directory.Exists(place.AnchorFolder) ? new AnchorFiles(place.AnchorFolder) : null;
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    sealed class Told(ProgressTask task) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value)
        {
            (task.MaxValue, task.Value) = (Math.Max(value.Total, 1), value.Done);
            task.Description = Invariant($"{value.Done:n0} of {value.Total:n0} events");
        }
    }
}
