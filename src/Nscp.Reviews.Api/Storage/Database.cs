namespace Nscp.Reviews.Api.Storage;

/// <summary>The host's ways into its database, one for each role.</summary>
static class Database
{
    /// <summary>The key of the log role's data source, which a host need not have: then it only answers requests.</summary>
    internal const string Log = "ReviewsLog";

    const string Application = "Reviews", Owner = "ReviewsOwner";

    internal static string? LogConnection(IConfiguration settings) => settings.GetConnectionString(Log) is { Length: > 0 } given ? given : null;

    internal static string ApplicationConnection(IConfiguration settings) => settings.GetConnectionString(Application)
        ?? throw new InvalidOperationException("The host needs a database: set ConnectionStrings__Reviews to the application role's connection string.");

    internal static void AddDatabase(this WebApplicationBuilder builder)
    {
        var application = ApplicationConnection(builder.Configuration);
        builder.Services.AddSingleton(_ => TenantSources.Create(application, tenant: null));
        builder.Services.AddSingleton(_ => new TenantSources(application));
        builder.Services.AddSingleton<Sessions>();
        builder.Services.AddSingleton<StartCheck>();
        if (LogConnection(builder.Configuration) is { } log) builder.Services.AddKeyedSingleton(Log, (_, _) => TenantSources.Create(log, tenant: null));
    }

    /// <summary>
    /// Migrates when the owner's connection string is given; without it somebody else has. In Development whenever another program did it last, otherwise only
    /// from an older release: a host that is to be replaced must not put back what its successor has made. Then looks whether the database is as it must be: outside
    /// Development a host that could do too much, or for which something is missing that safety needs, does not start.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is not; the message says what to do.</exception>
    internal static async Task PrepareDatabaseAsync(this WebApplication app)
    {
        var ct = app.Lifetime.ApplicationStopping;
        var (check, isDevelopment) = (app.Services.GetRequiredService<StartCheck>(), app.Environment.IsDevelopment());
        if (app.Configuration.GetConnectionString(Owner) is { Length: > 0 } && (isDevelopment || (await check.ReleaseAsync(ct) ?? 0) < Schema.Release))
            await MigrateAsync(app.Configuration, always: !isDevelopment, ct);
        if (!isDevelopment && await check.WrongAsync(ct) is { } wrong) throw new InvalidOperationException(wrong);
    }

    /// <exception cref="InvalidOperationException">A connection string is missing or names no user.</exception>
    /// <exception cref="SchemaException">The database cannot be brought to what this program needs.</exception>
    internal static Task MigrateAsync(IConfiguration settings, bool always, CancellationToken ct)
    {
        return Schema.MigrateAsync(settings.GetConnectionString(Owner) ?? throw Missing(Owner), new DatabaseRoles(UserOf(Application), UserOf(Log)), always, ct);

        string UserOf(string name) => new NpgsqlConnectionStringBuilder(settings.GetConnectionString(name)).Username ?? throw Missing(name);

        static InvalidOperationException Missing(string name) => new($"ConnectionStrings__{name} is not set or names no user: the schema is made by the owner and grants to the other two roles.");
    }
}
