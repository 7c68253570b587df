using JasperFx;
using Nscp.Reviews.Api.Calendar;
using Nscp.Reviews.Api.Evidence;
using Nscp.Reviews.Api.Followers;
using Nscp.Reviews.Api.Milestones;
using Nscp.Reviews.Api.Readings;

namespace Nscp.Reviews.Api;

/// <summary>The host's table of contents. Tests build the same one, with a clock of their own.</summary>
public static class ReviewsHost
{
    /// <summary>
    /// Runs the host; or, where a command stands first, that: <c>migrate</c>, <c>messages</c>, or one of the libraries' own, such as <c>projections rebuild</c>.
    /// </summary>
    /// <returns>0 when it ended well.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var host = Build(IsCommand(args) ? [] : args);
            return await RunAsync(host, args);
        }
        catch (Exception fault) when (fault is SchemaException or InvalidOperationException or NpgsqlException)
        {
            // What an operator can put right. Anything else is a fault of ours, and shows where.
            await Console.Error.WriteLineAsync(fault is NpgsqlException ? $"The database does not answer as it should. {fault.Message}" : fault.Message);
            return 1;
        }
    }

    static async Task<int> RunAsync(WebApplication host, string[] args)
    {
        switch (args)
        {
            case ["migrate"]:
                await Database.MigrateAsync(host.Configuration, always: true, CancellationToken.None);
                return 0;
            case ["messages", .. var rest]:
                await NeedsSchemaAsync(host);
                return await MessagesCommand.RunAsync(host.Services, rest, Console.Out, CancellationToken.None);
            default:
                if (args is ["projections" or "storage", ..]) await NeedsSchemaAsync(host);
                if (IsCommand(args)) return await host.RunJasperFxCommands(args);
                await host.PrepareDatabaseAsync();
                await Rehearsal.PlayAsync(host);
                await host.RunAsync();
                return 0;
        }
    }

    // The libraries would go on, and leave a broken schema worse or say nothing of it.
    static async Task NeedsSchemaAsync(WebApplication host)
    {
        if (await host.Services.GetRequiredService<StartCheck>().SchemaAsync(CancellationToken.None) is { } wrong) throw new SchemaException(wrong);
    }

    static bool IsCommand(string[] args) => args is [var first, ..] && !first.StartsWith('-');

    /// <param name="args">Configuration as command-line arguments, such as <c>--ConnectionStrings:Reviews=…</c>.</param>
    /// <param name="clock">The machine's when null.</param>
    public static WebApplication Build(string[] args, IClock? clock = null) => Build(args, clock, _ => { });

    /// <param name="also">What a test adds to the host's services: followers of its own, say.</param>
    internal static WebApplication Build(string[] args, IClock? clock, Action<IServiceCollection> also)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.MostRead;
        });
        builder.AddLogging();
        builder.AddBearerTokens();
        builder.AddDatabase();
        builder.AddStores();
        builder.Services.AddSingleton<FollowerHealth>();
        builder.Services.AddRouting();
        builder.Services.AddSingleton(new HostClock(clock ?? MachineClock.Instance));
        builder.Services.AddSingleton(LocalFiles.Policies(builder.Configuration));
        builder.Services.AddSingleton(LocalFiles.Timetables(builder.Configuration));
        builder.AddSeals();
        builder.Services.AddSingleton<Worlds>();
        builder.Services.AddSingleton<Turns>();
        builder.Services.AddSingleton<RecordMilestone>();
        builder.Services.AddSingleton<CalendarImports>();
        builder.Services.AddSingleton<MovedClocks>();
        builder.Services.AddSingleton<CoverageWatch>();
        builder.Services.AddSingleton(services => new BackgroundWork("coverage", services.GetRequiredService<CoverageWatch>().RunAsync));

        also(builder.Services);
        var app = builder.Build();
        app.Use(Correlation.MarkAsync);
        app.Use(RequestLog.WriteAsync);
        app.Use(Breakage.AnswerAsync);
        app.Use(Heads.AnswerAsync);
        app.UseDocsPage();
        app.UseRouting();
        app.UseAuthentication();
        app.Use(Gate.KeepAsync);
        app.Use(ReadingRecord.KeepAsync);

        app.MapHealth();
        app.MapOpenApi();
        var api = app.MapGroup("/api/v1");
        api.MapCases();
        api.MapClocks();
        api.MapHistory();
        api.MapDecisions();
        api.MapChanges();
        api.MapReaders();
        api.MapMilestones();
        api.MapYearlyReports();
        api.MapRecommendations();
        api.MapDeadlines();
        api.MapReports();
        api.MapCalendar();
        api.MapCalendarRevisions();
        api.MapPolicies();
        api.MapOrganisations();
        api.MapSeals();
        api.MapAuditBundles();
        return app;
    }
}
