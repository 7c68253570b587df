using JasperFx.CodeGeneration;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Nscp.Reviews.Api.Evidence;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Marten;

namespace Nscp.Reviews.Api.Followers;

/// <summary>The two stores, the followers of the log and the messages. A host that is not given the log role's connection only answers requests.</summary>
static class FollowerServices
{
    internal const string MessageSchema = "wolverine";

    static readonly Duration CommandsKept = Duration.FromDays(7);
    static readonly TimeSpan OnceADay = TimeSpan.FromDays(1);
    static readonly TimeSpan[] Waits = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    internal static void AddStores(this WebApplicationBuilder builder)
    {
        var marten = builder.Services.AddMarten(services =>
        {
            var options = new StoreOptions();
            ReviewsStore.Configure(options, services.GetRequiredService<NpgsqlDataSource>());
            options.Listeners.Add(new ReviewsStore.Hashed());
            // Whether a save whose connection broke has been committed is not known: it is never sent again behind the writer's back.
            options.ConfigurePolly(_ => { });
            options.ConfigureWritePolly(_ => { });
            return options;
        }).UseLightweightSessions();
        builder.Services.AddHostedService<BackgroundWorker>();
        if (Database.LogConnection(builder.Configuration) is null) return;
        marten.IntegrateWithWolverine(wolverine => wolverine.MessageStorageSchemaName = MessageSchema);
        builder.UseWolverine(options => Messages(options, builder.Configuration));
        builder.Services.AddHostedService<MessageCheck>();
        builder.Services.AddMartenStore<ILogStore>(Log).AddAsyncDaemon(DaemonMode.HotCold);
        builder.Services.AddSingleton<MoveReports>();
        builder.Services.AddSingleton(services => new BackgroundWork("old-commands", ct => ForgetAsync(services, ct)));
    }

    static StoreOptions Log(IServiceProvider services)
    {
        var options = new StoreOptions();
        ReviewsStore.Configure(options, services.GetRequiredKeyedService<NpgsqlDataSource>(Database.Log));
        var projections = options.Projections;
        // An event that cannot be handled stops its follower, and is never passed over.
        projections.Errors.SkipApplyErrors = projections.Errors.SkipSerializationErrors = projections.Errors.SkipUnknownEvents = false;
        // Streams of other software are passed over. What is ours and cannot be read stops a rebuild too: its stream would be left as it is, and nobody told.
        projections.RebuildErrors.SkipUnknownEvents = true;
        projections.RebuildErrors.SkipApplyErrors = projections.RebuildErrors.SkipSerializationErrors = false;
        // Milliseconds after which another host takes over from one that died.
        projections.LeadershipPollingTime = 1000;
        projections.Subscribe(new CalendarMoves(services));
        if (services.GetRequiredService<Seals>().Sealer is { } sealer) projections.Subscribe(new LogSealing(sealer));
        projections.Add(
            new Rebuilding(services), ProjectionLifecycle.Inline, Rebuilding.Name, rebuild =>
            {
                rebuild.TeardownDataOnRebuild = false;
                rebuild.BatchSize = 500;
            });
        return options;
    }

    static void Messages(WolverineOptions options, IConfiguration settings)
    {
        options.ServiceName = "nscp-reviews";
        // Where handlers are looked for: otherwise in the program that was started, which in a test is not this one.
        options.ApplicationAssembly = typeof(FollowerServices).Assembly;
        options.AutoBuildMessageStorageOnStartup = JasperFx.AutoCreate.None;
        options.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
        // Written by `codegen write`, which the build does, and committed.
        options.CodeGeneration.GeneratedNamespace = "Nscp.Reviews.Api.Generated";
        if (settings["Reviews:GeneratedCode"] is { Length: > 0 } folder) options.CodeGeneration.GeneratedCodeOutputPath = folder;
        options.ServiceLocationPolicy = JasperFx.CodeGeneration.Model.ServiceLocationPolicy.AlwaysAllowed;
        options.Policies.UseDurableLocalQueues();
        options.Policies.AutoApplyTransactions();
        options.MessagePartitioning.ByMessage<ReportMoves>(report => report.Case.ToString()).PublishToPartitionedLocalMessaging("case", 4, topology => topology.Message<ReportMoves>());
        options.OnException<CaseKeepsMovingException>().RetryWithCooldown(Waits).Then.MoveToErrorQueue();
        options.OnException(MayPass).RetryWithCooldown(Waits).Then.MoveToErrorQueue();
        options.OnAnyException().MoveToErrorQueue();
        // The messages of a host that died are taken over after the stale time and two health checks.
        var durability = options.Durability;
        durability.StaleNodeTimeout = TimeSpan.FromSeconds(20);
        durability.HealthCheckPollingTime = durability.OrphanedMessageSweepPollingTime = durability.ScheduledJobPollingTime = durability.NodeReassignmentPollingTime = TimeSpan.FromSeconds(2);
        durability.FirstHealthCheckExecution = durability.ScheduledJobFirstExecution = TimeSpan.FromSeconds(1);
        durability.CheckAssignmentPeriod = TimeSpan.FromSeconds(5);
    }

    /// <summary>Whether waiting may cure it: the database was out of reach, overloaded or stopping.</summary>
    static bool MayPass(Exception? fault) => fault is NpgsqlException { IsTransient: true } or TimeoutException || (fault is not null && (Problems.Breakage.IsOutOfReach(fault) || MayPass(fault.InnerException)));

    static async Task ForgetAsync(IServiceProvider services, CancellationToken ct)
    {
        using var days = new PeriodicTimer(OnceADay);
        do await CommandRecord.ForgetBeforeAsync(services.GetRequiredService<ILogStore>(), services.GetRequiredService<HostClock>().Now - CommandsKept, ct);
        while (await days.WaitForNextTickAsync(ct));
    }
}
