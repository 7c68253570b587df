using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nscp.Reviews.Tool.Running;

namespace Nscp.Reviews.Tool.Maintaining;

/// <summary>Makes every document again from the events while hosts go on, by the libraries' own command line, and says in plain words how it went.</summary>
static partial class RebuildCommand
{
    static readonly string[] Words = ["projections", "rebuild", "-p", "documents"];

    public static async Task<int> RunAsync(Workplace place, TextWriter told, CancellationToken cancellation)
    {
        await using var database = await Database.OpenAsync(place, new Lines(), cancellation);
        return await RunAsync(place, database, told, cancellation);
    }

    public static async Task<int> RunAsync(Workplace place, Database database, TextWriter told, CancellationToken cancellation)
    {
        database.Log();
        await told.WriteLineAsync("Making every document again from the events ...");
        var heard = new Heard(told);
        var code = await HostCommand.HearAsync(place, database, Words, heard.Hear, cancellation);
        await told.WriteLineAsync(code == 0 ? Done(heard.Stored, heard.Deleted) : $"The rebuild broke off. What it has done stands, and it may be run again. {heard.Reason}");
        return code == 0 ? 0 : 1;
    }

    internal static string Done(int stored, int deleted) => (stored, deleted) switch
    {
        (0, 0) => "Every document follows from the events: none differed.",
        _ => string.Create(CultureInfo.InvariantCulture, $"Every document follows from the events again: {stored:n0} differed and {(stored == 1 ? "was" : "were")} put right, {deleted:n0} {(deleted == 1 ? "was" : "were")} too many and taken away."),
    };

    /// <summary>What the command line prints: how far it is, in whole percent; what the host logs, as JSON; where it breaks, the fault and where in the code; much besides.</summary>
    internal sealed class Heard(TextWriter told)
    {
        readonly List<string> _others = [];
        string? _fault;

        internal int Stored { get; private set; }

        internal int Deleted { get; private set; }

        /// <summary>The innermost fault, which the command line prints last; or all that it said.</summary>
        internal string Reason => _fault ?? string.Join('\n', _others);

        internal void Hear(string line)
        {
            if (line.StartsWith('{')) Add(line);
            else if (Percent().Match(line) is { Success: true } done) told.WriteLine($"  {done.Groups[1].Value} %");
            else if (Fault().Match(line) is { Success: true } fault) _fault = fault.Groups[1].Value;
            else if (!string.IsNullOrWhiteSpace(line) && !Noise().IsMatch(line)) _others.Add(line.TrimEnd());
        }

        void Add(string line)
        {
            using var entry = JsonDocument.Parse(line);
            if (entry.RootElement.GetProperty("Category").GetString() != "Nscp.Reviews.Rebuild") return;
            var page = entry.RootElement.GetProperty("State");
            Stored += page.GetProperty(nameof(Stored)).GetInt32();
            Deleted += page.GetProperty(nameof(Deleted)).GetInt32();
        }
    }

    [GeneratedRegex(@"^documents:All: (\d+)%")]
    private static partial Regex Percent();

    [GeneratedRegex(@"^\s*[\w.]+Exception: (.+?)\s*$")]
    private static partial Regex Fault();

    // Told of every run, and by lines that are broken at 80 letters.
    [GeneratedRegex("^(Searching |PublicKeyToken=|for commands|commands|Cannot override services|Press CTRL|Starting to rebuild|Rebuilding with|Errors detected|  +at )")]
    private static partial Regex Noise();
}
