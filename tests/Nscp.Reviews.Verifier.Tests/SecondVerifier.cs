using System.Diagnostics;
using System.Text.Json;

namespace Nscp.Reviews.Verifier.Tests;

/// <summary>What a verifier answers.</summary>
/// <param name="Check">The number of the check that found a misfit; 0 when none did.</param>
sealed record Answer(int Code, int Check, string Says);

/// <summary>The verifier in another language: one process of it for all tests, asked one bundle after another.</summary>
static class SecondVerifier
{
    static readonly Lock Asking = new();
    static readonly Lazy<Process> Node = new(Start);

    internal static string Script(string name) => Path.Combine(AppContext.BaseDirectory, name);

    internal static Answer Check(byte[] zip, IEnumerable<string> trusted)
    {
        lock (Asking)
        {
            Node.Value.StandardInput.WriteLine(JsonSerializer.Serialize(new { zip = Convert.ToBase64String(zip), trust = trusted }));
            Node.Value.StandardInput.Flush();
            var line = Node.Value.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The second verifier ended, which it never may: " + Node.Value.StandardError.ReadToEnd());
            return JsonSerializer.Deserialize<Answer>(line, JsonSerializerOptions.Web)!;
        }
    }

    static Process Start()
    {
        var node = Process.Start(new ProcessStartInfo("node", [Script("answer-many.mjs")]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => node.Kill();
        return node;
    }
}
