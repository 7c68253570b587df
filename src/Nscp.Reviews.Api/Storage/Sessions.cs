using Marten;
using Wolverine.Runtime;
using SessionOptions = Marten.Services.SessionOptions;

namespace Nscp.Reviews.Api.Storage;

/// <summary>Sessions of one partnership each, on its own connection.</summary>
/// <param name="messaging">Null in a host that only answers requests.</param>
sealed class Sessions(IDocumentStore store, TenantSources sources, IWolverineRuntime? messaging = null)
{
    /// <summary>The partnership's own way into the database, for what is no document.</summary>
    internal NpgsqlDataSource SourceOf(string tenant) => sources.Of(tenant);

    /// <summary>Asks something of a partnership's documents; once more, on a new connection, where the server went away while this one lay idle: asking again is harmless.</summary>
    internal Task<T> AskAsync<T>(string tenant, Func<IQuerySession, Task<T>> ask, CancellationToken ct) => OnceMoreAsync(tenant, async connection =>
    {
        await using var session = store.QuerySession(For(tenant, connection));
        return await ask(session);
    }, ct);

    /// <summary>A stream as it stands, to be written to: one round trip.</summary>
    /// <param name="key">What was recorded under it is read too.</param>
    internal Task<CaseSession> OpenAsync(string tenant, StreamAddress address, CommandKey? key, CancellationToken ct) => OnceMoreAsync(tenant, async connection =>
    {
        var session = store.LightweightSession(For(tenant, connection));
        try
        {
            return await CaseSession.ReadAsync(session, messaging, tenant, address, key, ct);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }, ct);

    async Task<T> OnceMoreAsync<T>(string tenant, Func<NpgsqlConnection, Task<T>> ask, CancellationToken ct)
    {
        var source = sources.Of(tenant);
        // A session closes the connection that it is given.
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            return await ask(connection);
        }
        catch (Exception e) when (IsBroken(e) && !ct.IsCancellationRequested)
        {
            source.Clear();
        }
        return await ask(await source.OpenConnectionAsync(ct));
    }

    /// <summary>The connection broke, whatever Marten wrapped around it.</summary>
    static bool IsBroken(Exception? e) =>
        e is NpgsqlException and not PostgresException or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } || (e is not null && IsBroken(e.InnerException));

    static SessionOptions For(string tenant, NpgsqlConnection connection)
    {
        var options = SessionOptions.ForConnection(connection);
        options.TenantId = tenant;
        return options;
    }
}
