using NodaTime;
using Spectre.Console;

namespace Nscp.Reviews.Tool.Replaying;

/// <summary>Plays one script and says how it went.</summary>
static class ReplayCommand
{
    const string Usage = "./build.sh replay <file> [--url http://localhost:5080]";

    public static async Task<int> RunAsync(Workplace place, IClock clock, string[] arguments, CancellationToken cancellation)
    {
        var options = Options.Read(arguments, Usage, "url");
        if (options.Words is not [var file])
            throw new UsageException(Usage);
        var script = Script.Read(file);
        var address = options["url"] is { } url ? Workplace.AddressOf(url) : place.Address;
        using var host = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        var played = await PlayAsync(script, new Player(host, place.Key(), clock), cancellation);
        return Tell(script, played);
    }

    public static async Task<Played> PlayAsync(Script script, Player player, CancellationToken cancellation)
    {
        Played? played = null;
        if (AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected)
        {
            await AnsiConsole.Progress().StartAsync(async screen =>
            {
                var bar = screen.AddTask(Markup.Escape(script.Title), maxValue: script.Steps.Count);
                played = await player.PlayAsync(script, new Each(done => bar.Value = done), cancellation);
            });
            return played!;
        }
        Console.WriteLine($"{script.Title}: {script.Steps.Count} steps");
        return await player.PlayAsync(script, new Each(done => SayNowAndThen(done, script.Steps.Count)), cancellation);
    }

    public static int Tell(Script script, Played played)
    {
        if (played.Failure is { } failure)
            Console.Error.WriteLine(failure);
        Console.WriteLine(Summary(script, played));
        return played.Failure is null ? 0 : 1;
    }

    public static string Summary(Script script, Played played) =>
        $"{script.Title}: {played.Recorded} {(played.Recorded == 1 ? "step" : "steps")} recorded now, {played.Stood} already stood in the record.";

    static void SayNowAndThen(int done, int all)
    {
        if (done % 25 == 0 && done < all)
            Console.WriteLine($"  {done} of {all}");
    }

    sealed class Each(Action<int> tell) : IProgress<int>
    {
        public void Report(int value) => tell(value);
    }
}
