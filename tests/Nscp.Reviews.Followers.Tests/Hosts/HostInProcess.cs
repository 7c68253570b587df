using System.Diagnostics;
using NodaTime;
using NodaTime.Text;

namespace Nscp.Reviews.Followers.Tests.Hosts;

/// <summary>A host in a process of its own, with a follower that notes what it is handed; it ends with its parent.</summary>
sealed class HostInProcess : IAsyncDisposable
{
    internal const string Word = "host";

    readonly Process _process;

    HostInProcess(Process process, string name, Client client) => (_process, Name, Client) = (process, name, client);

    internal string Name { get; }

    internal Client Client { get; }

    internal static async Task<int> RunAsync(string[] order)
    {
        var (name, now) = (order[0], InstantPattern.ExtendedIso.Parse(order[1]).Value);
        Func<Follower>[] followers = order[2] == nameof(DyingBeforeItSends) ? [() => new DyingBeforeItSends()] : [() => new Noting("noting", 10, name)];
        await using var app = Host.Build(order[3..], new Host.Still(now), _ => { }, null, followers);
        if (order[2] == nameof(DyingBeforeItSends)) DyingBeforeItSends.Services = app.Services;
        await app.StartAsync();
        await Console.Out.WriteLineAsync($"Listening {Host.AddressOf(app)}");
        await Console.In.ReadToEndAsync(CancellationToken.None);
        return 0;
    }

    /// <param name="follower">Of which the host is, beside the product's.</param>
    internal static async Task<HostInProcess> StartAsync(ReviewsDatabase database, string name, Instant now, string[] settings, string follower = nameof(Noting))
    {
        string[] order = [Word, name, InstantPattern.ExtendedIso.Format(now), follower, .. database.Settings(database.LogConnectionString, name), .. settings];
        // Its standard input ends with this process, however that ends.
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, order) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(ReviewsDatabase.Ct) is { } line)
        {
            if (line.StartsWith("Listening ", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new HostInProcess(process, name, new Client(new Uri(line["Listening ".Length..]), database.Key));
            }
            said.Add(line);
        }
        throw new InvalidOperationException($"The host did not start:\n{string.Join('\n', said)}");
    }

    internal Task EndedAsync() => _process.WaitForExitAsync(ReviewsDatabase.Ct);

    /// <summary>As <c>kill -9</c> does: it hears nothing and finishes nothing.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await EndedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        Client.Dispose();
        _process.Dispose();
    }
}
