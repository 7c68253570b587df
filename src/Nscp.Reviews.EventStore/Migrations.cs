using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>Brings a database to the schema that the host needs, and says whether it is there.</summary>
public static class Migrations
{
    const string Table =
        """
        create table if not exists es_migration (
            source varchar not null,
            number int not null,
            name varchar not null,
            sha256 varchar not null,
            applied_at timestamptz not null default now(),
            constraint pkey_es_migration primary key (source, number)
        )
        """;

    // Any number, the same in every host: only its holder migrates.
    const long Lock = 5_204_117_001;

    /// <summary>Applies what is missing, all of it in one transaction; does nothing when nothing is. Two hosts that start together apply it once.</summary>
    /// <param name="owner">The owner's data source.</param>
    /// <param name="roles">Who is granted what they need.</param>
    /// <param name="all">Of all sources, each numbered from 1 without gaps; applied in the order given.</param>
    /// <exception cref="MigrationException">A script that was applied has changed, the database is newer than this program, or its schema was changed by other hands.</exception>
    public static Task ApplyAsync(NpgsqlDataSource owner, DatabaseRoles roles, IReadOnlyList<Migration> all, CancellationToken ct) =>
        ApplyAsync(owner, roles, all, acceptsDrift: false, ct);

    /// <summary>The same, and what other hands changed in the schema is taken as it is from now on.</summary>
    /// <exception cref="MigrationException">A script that was applied has changed, or the database is newer than this program.</exception>
    public static Task ApplyAndAcceptDriftAsync(NpgsqlDataSource owner, DatabaseRoles roles, IReadOnlyList<Migration> all, CancellationToken ct) =>
        ApplyAsync(owner, roles, all, acceptsDrift: true, ct);

    static async Task ApplyAsync(NpgsqlDataSource owner, DatabaseRoles roles, IReadOnlyList<Migration> all, bool acceptsDrift, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({Lock})", ct);
        await ExecuteAsync(connection, $"{Table}; {SchemaDrift.Table}", ct);
        await ExecuteAsync(connection, roles.Fill("grant select on es_migration, es_schema_object to {application}, {log_reader}"), ct);
        var applied = await AppliedAsync(connection, ct);
        if (Contradiction(all, applied) is { } contradiction)
            throw new MigrationException(contradiction);
        if (!acceptsDrift && Drifted(await SchemaDrift.FindAsync(connection, ct)) is { } drifted)
            throw new MigrationException(drifted);
        var missing = all.Where(migration => !applied.ContainsKey((migration.Source, migration.Number))).ToList();
        foreach (var migration in missing)
            await ApplyAsync(connection, migration, roles, ct);
        if (missing.Count > 0 || acceptsDrift || !await SchemaDrift.IsComparableAsync(connection, ct))
            await SchemaDrift.RecordAsync(connection, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Null when the schema is what this program needs; otherwise what is wrong, in a sentence.</summary>
    /// <param name="application">The application's data source.</param>
    public static async Task<string?> CheckAsync(NpgsqlDataSource application, IReadOnlyList<Migration> all, CancellationToken ct)
    {
        await using var connection = await application.OpenConnectionAsync(ct);
        try
        {
            var applied = await AppliedAsync(connection, ct);
            var missing = all.FirstOrDefault(migration => !applied.ContainsKey((migration.Source, migration.Number)));
            return Contradiction(all, applied) ?? (missing is null ? Drifted(await SchemaDrift.FindAsync(connection, ct)) : $"The database lacks {Title(missing)}: run the migrations.");
        }
        catch (PostgresException absent) when (absent.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return "The database has no schema yet: run the migrations.";
        }
    }

    static string? Contradiction(IReadOnlyList<Migration> all, Dictionary<(string Source, int Number), string> applied)
    {
        foreach (var source in all.GroupBy(migration => migration.Source))
        {
            var numbers = source.Select(migration => migration.Number).ToList();
            if (!numbers.SequenceEqual(Enumerable.Range(1, numbers.Count)))
                return $"The migrations of {source.Key} are not numbered from 1 without gaps.";
            if (source.FirstOrDefault(migration => applied.TryGetValue((source.Key, migration.Number), out var sha) && sha != migration.Sha256) is { } changed)
                return $"{Title(changed)} was changed after it had been applied: write a new migration instead.";
        }
        var known = all.Select(migration => (migration.Source, migration.Number)).ToHashSet();
        var future = applied.Keys.Where(key => !known.Contains(key)).Order().Select(key => $"{key.Source} {key.Number}").FirstOrDefault();
        return future is null ? null : $"The database is newer than this program: it has migration {future}, which this program does not know.";
    }

    static string? Drifted(IReadOnlyList<string> differences)
    {
        const int told = 5;
        if (differences.Count == 0)
            return null;
        var more = differences.Count > told ? $", and {differences.Count - told} more" : "";
        return $"The schema was changed by other hands: {string.Join(", ", differences.Take(told))}{more}. Undo it, or accept it with the migrations.";
    }

    static string Title(Migration migration) => $"migration {migration.Source} {migration.Number} ({migration.Name})";

    static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, DatabaseRoles roles, CancellationToken ct)
    {
        await ExecuteAsync(connection, roles.Fill(migration.Sql), ct);
        await using var note = new NpgsqlCommand("insert into es_migration (source, number, name, sha256) values ($1, $2, $3, $4)", connection);
        note.Parameters.Add(Sql.Varchar(migration.Source));
        note.Parameters.Add(new NpgsqlParameter<int> { TypedValue = migration.Number });
        note.Parameters.Add(Sql.Varchar(migration.Name));
        note.Parameters.Add(Sql.Varchar(migration.Sha256));
        await note.ExecuteNonQueryAsync(ct);
    }

    static async Task<Dictionary<(string Source, int Number), string>> AppliedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var applied = new Dictionary<(string, int), string>();
        await using var select = new NpgsqlCommand("select source, number, sha256 from es_migration", connection);
        await using var reader = await select.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            applied.Add((reader.GetString(0), reader.GetInt32(1)), reader.GetString(2));
        return applied;
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>The database and this program do not fit together; the message says how and what to do.</summary>
public sealed class MigrationException(string message) : Exception(message);
