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
        ["migrate"] => await MigrateCommand.RunAsync(place, acceptsDrift: false, stop.Token),
        ["migrate", "--accept-drift"] => await MigrateCommand.RunAsync(place, acceptsDrift: true, stop.Token),
        ["rebuild", .. var tables] => await RebuildCommand.RunAsync(place, tables, stop.Token),
        ["consumers", .. var rest] => await ConsumersCommand.RunAsync(place, rest, Console.Out, stop.Token),
        ["outbox", .. var rest] => await OutboxCommand.RunAsync(place, SystemClock.Instance, rest, stop.Token),
        ["verify"] => await VerifyCommand.RunAsync(place, SystemClock.Instance, Console.Out, stop.Token),
        ["seal-key", .. var rest] => SealKeyCommand.Run(rest, Console.Out),
        ["test-server", "installed"] => await TestServerCommand.RunAsync(place, PostgresKind.Installed, stop.Token),
        ["test-server", "embedded"] => await TestServerCommand.RunAsync(place, PostgresKind.Embedded, stop.Token),
        _ => throw new UsageException("The commands are: run, token, replay, migrate, rebuild, consumers, outbox, seal-key, verify."),
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
