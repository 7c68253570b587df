using Npgsql;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Api;

public static class Database
{
    internal const string LogReader = "ReviewsLog";
    const string Application = "Reviews", Owner = "ReviewsOwner";

    /// <summary>Every migration that the host needs, in order.</summary>
    internal static IReadOnlyList<Migration> Migrations { get; } = [.. Migration.OfTheStore, .. ReviewsTables.Migrations];

    internal static void AddDatabase(this WebApplicationBuilder builder)
    {
        var connection = builder.Configuration.GetConnectionString(Application)
            ?? throw new InvalidOperationException("The host needs a database: set ConnectionStrings__Reviews to the application role's connection string.");
        builder.Services.AddSingleton(_ => StoreDataSource.Create(connection));
        builder.Services.AddSingleton(_ => new Store(connection, CalendarRevisions.InForceSql));
    }

    /// <summary>
    /// Applies the migrations when the owner's connection string is given; without it somebody else has applied them.
    /// Outside Development the roles must be able to do no more than they should.
    /// </summary>
    /// <exception cref="InvalidOperationException">A role that the host would work as can do too much.</exception>
    public static async Task PrepareDatabaseAsync(this WebApplication app)
    {
        await MigrateAsync(app);
        if (app.Environment.IsDevelopment()) return;
        var ct = app.Lifetime.ApplicationStopping;
        var wrong = await RoleCheck.OfApplicationAsync(app.Services.GetRequiredService<NpgsqlDataSource>(), ct);
        if (app.Configuration.GetConnectionString(LogReader) is { Length: > 0 } given)
        {
            await using var log = NpgsqlDataSource.Create(given);
            wrong ??= await RoleCheck.OfLogReaderAsync(log, ct);
        }
        if (wrong is not null) throw new InvalidOperationException(wrong);
    }

    static async Task MigrateAsync(WebApplication app)
    {
        if (app.Configuration.GetConnectionString(Owner) is not { Length: > 0 } given) return;
        await using var owner = NpgsqlDataSource.Create(given);
        var roles = new DatabaseRoles(UserOf(Application), UserOf(LogReader));
        await EventStore.Migrations.ApplyAsync(owner, roles, Migrations, app.Lifetime.ApplicationStopping);

        string UserOf(string name) => new NpgsqlConnectionStringBuilder(app.Configuration.GetConnectionString(name)).Username
            ?? throw new InvalidOperationException($"ConnectionStrings__{name} is not set or names no user: the schema grants to that role.");
    }
}
