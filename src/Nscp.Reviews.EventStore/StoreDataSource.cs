using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>Makes data sources that suit the store.</summary>
public static class StoreDataSource
{
    /// <summary>
    /// Statements are prepared from their second use on, and a connection is not reset between uses: nothing here outlives its transaction,
    /// so there is nothing to reset, and a reset would forget the prepared statements' worth. Never SET, LISTEN or lock for the session on it.
    /// </summary>
    public static NpgsqlDataSource Create(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            NoResetOnClose = true,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            Enlist = false,
        };
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }
}
