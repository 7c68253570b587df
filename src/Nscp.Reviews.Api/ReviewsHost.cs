using Nscp.Reviews.Api.Access;
using Nscp.Reviews.Api.Background;
using Nscp.Reviews.Api.Calendar;
using Nscp.Reviews.Api.Evidence;
using Nscp.Reviews.Api.Milestones;
using Nscp.Reviews.Api.OpenApi;
using Nscp.Reviews.Api.Problems;
using Nscp.Reviews.Api.Readings;
using Nscp.Reviews.Api.Requests;
using Nscp.Reviews.EventStore;

namespace Nscp.Reviews.Api;

/// <summary>The host's table of contents. Tests build the same one, with a clock of their own.</summary>
public static class ReviewsHost
{
    /// <param name="args">Configuration as command-line arguments, such as <c>--ConnectionStrings:Reviews=…</c>.</param>
    /// <param name="clock">The machine's when null.</param>
    /// <param name="consumers">Of the whole log; those of the product when null.</param>
    /// <param name="handlers">Of the outbox's messages, one of each kind; those of the product when null.</param>
    public static WebApplication Build(string[] args, IClock? clock = null, IReadOnlyList<Consumer>? consumers = null, IReadOnlyList<OutboxHandler>? handlers = null)
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
        builder.AddConsumers(consumers);
        builder.AddDelivery(handlers ?? Delivery.OfTheProduct);
        builder.Services.AddRouting();
        builder.Services.AddSingleton(new HostClock(clock ?? MachineClock.Instance));
        builder.Services.AddSingleton(LocalFiles.Policies(builder.Configuration));
        builder.Services.AddSingleton(LocalFiles.Timetables(builder.Configuration));
        builder.AddSeals();
        builder.Services.AddSingleton<Worlds>();
        builder.Services.AddSingleton<Turns>();
        builder.Services.AddSingleton<MilestoneRecorder>();
        builder.Services.AddSingleton<CalendarImports>();
        builder.Services.AddSingleton<MovedClocks>();
        builder.Services.AddSingleton<MoveReports>();
        builder.Services.AddSingleton<CoverageWatch>();
        builder.Services.AddSingleton(services => new BackgroundWork("coverage", services.GetRequiredService<CoverageWatch>().RunAsync));

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
