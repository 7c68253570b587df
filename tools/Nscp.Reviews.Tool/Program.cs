using System.Runtime.InteropServices;
using NodaTime;
using Nscp.Reviews.Cluster;
using Nscp.Reviews.Tool;
using Nscp.Reviews.Tool.Maintaining;
using Nscp.Reviews.Tool.Replaying;
using Nscp.Reviews.Tool.Running;
using Nscp.Reviews.Tool.Sealing;
using Nscp.Reviews.Tool.Testing;
using Nscp.Reviews.Tool.Tokens;

using var stop = new CancellationTokenSource();
using var interrupt = StopOn(PosixSignal.SIGINT);
using var terminate = StopOn(PosixSignal.SIGTERM);
using var hangUp = StopOn(PosixSignal.SIGHUP);

try
{
    var place = Workplace.FromEnvironment();
    return args switch
    {
        ["run"] => await RunCommand.RunAsync(place, SystemClock.Instance, stop.Token),
        ["token", .. var rest] => TokenCommand.Run(place, SystemClock.Instance, rest),
        ["replay", .. var rest] => await ReplayCommand.RunAsync(place, SystemClock.Instance, rest, stop.Token),
        ["migrate"] => await MigrateCommand.RunAsync(place, Console.Out, stop.Token),
        ["rebuild"] => await RebuildCommand.RunAsync(place, Console.Out, stop.Token),
        ["followers"] => await FollowersCommand.RunAsync(place, Console.Out, stop.Token),
        ["messages" or "projections", ..] or ["storage", "counts" or "replay", ..] => await HostCommand.PassAsync(place, args, stop.Token),
        ["verify"] => await VerifyCommand.RunAsync(place, SystemClock.Instance, Console.Out, stop.Token),
        ["seal-key", .. var rest] => SealKeyCommand.Run(rest, Console.Out),
        ["handlers", var folder] => await HandlersCommand.RunAsync(place, folder, stop.Token),
        ["test-server", "installed"] => await TestServerCommand.RunAsync(place, PostgresKind.Installed, stop.Token),
        ["test-server", "embedded"] => await TestServerCommand.RunAsync(place, PostgresKind.Embedded, stop.Token),
        _ => throw new UsageException("The commands are: run, token, replay, migrate, rebuild, followers, messages, projections, storage counts|replay, seal-key, verify."),
    };
}
catch (UsageException misused)
{
    await Console.Error.WriteLineAsync(misused.Message);
    return 2;
}
catch (ClusterException unavailable)
{
    await Console.Error.WriteLineAsync(stop.IsCancellationRequested ? "Stopped." : unavailable.Message);
    return 1;
}
catch (ToolException failed)
{
    await Console.Error.WriteLineAsync(failed.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return 130;
}

PosixSignalRegistration StopOn(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
{
    context.Cancel = true;
    stop.Cancel();
});
