using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using JasperFx;
using Marten;
using Nscp.Reviews.Api.Followers;
using Nscp.Reviews.Domain.Cases;
using Wolverine;
using Wolverine.Persistence.Durability;
using Wolverine.Postgresql;

namespace Nscp.Reviews.Api.Storage;

/// <summary>The roles that the schema grants to, by name; both must exist. The owner is who migrates.</summary>
/// <param name="Application">Serves one partnership at a time, appends and never changes; no owner, no superuser, no BYPASSRLS.</param>
/// <param name="Log">Reads the log of every partnership (BYPASSRLS, pg_read_all_stats): followers, seals, rebuilds.</param>
sealed record DatabaseRoles(string Application, string Log)
{
    internal string Fill(string script) => script
        .Replace("{application}", Quoted(Application), StringComparison.Ordinal)
        .Replace("{log}", Quoted(Log), StringComparison.Ordinal);

    static string Quoted(string role) => $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>The database and this program do not fit together; the message says how and what to do.</summary>
sealed class SchemaException(string message) : Exception(message);

/// <summary>Brings a database to what this program needs: Marten's objects, Wolverine's, and ours.</summary>
static class Schema
{
    /// <summary>Raised with every change of the schema that an older program cannot work with.</summary>
    internal const int Release = 1;

    // Any number, the same in every host: only its holder migrates.
    const long Turn = 5_204_117_001;

    const string Releases =
        """
        create table if not exists es_release (single bool not null default true, number int not null, made_by varchar not null,
            constraint pkey_es_release primary key (single), constraint es_release_single check (single));
        """;

    static readonly string[] Scripts =
        [Text(typeof(Schema).Assembly, "roles.sql"), Text(typeof(EvidenceMetrics).Assembly, "seals.sql"), Text(typeof(Schema).Assembly, "record.sql"), Text(typeof(Schema).Assembly, "messages.sql")];

    /// <summary>Which program made the schema: the same one has nothing to do.</summary>
    static string MadeBy => field ??= string.Join(' ', new[] { typeof(Schema), typeof(CaseDocument), typeof(Case), typeof(IDocumentStore) }.Select(type => type.Module.ModuleVersionId))
        + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(Scripts))));

    /// <summary>Two hosts that start together migrate one after the other.</summary>
    /// <param name="always">Also where this same program has done it before: puts right what other hands changed.</param>
    /// <exception cref="SchemaException">The database is newer than this program, or of a development version whose layout was given up.</exception>
    internal static async Task MigrateAsync(string owner, DatabaseRoles roles, bool always, CancellationToken ct)
    {
        await using var source = TenantSources.Create(owner, tenant: null);
        await using var connection = await source.OpenConnectionAsync(ct);
        await ExecuteAsync(connection, $"select pg_advisory_lock({Turn})", ct);
        var made = await MadeAsync(connection, ct);
        if (made.Problem is { } problem) throw new SchemaException(problem);
        if (made.By == MadeBy && !always) return;
        await using (var store = DocumentStore.For(options =>
        {
            ReviewsStore.Configure(options, source);
            options.UseRowLevelSecurity(ReviewsStore.TenantSetting);
            options.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
        }))
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await MigrateMessagesAsync(source);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        foreach (var script in Scripts) await ExecuteAsync(connection, roles.Fill(script), ct);
        await ExecuteAsync(connection, roles.Fill($"{Releases} grant select on es_release to {{application}}, {{log}}"), ct);
        await ExecuteAsync(connection, $"insert into es_release (number, made_by) values ({Release}, '{MadeBy}') on conflict (single) do update set number = excluded.number, made_by = excluded.made_by", ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Wolverine makes its tables only for a host; this one is made for that alone, and never started.</summary>
    static async Task MigrateMessagesAsync(NpgsqlDataSource owner)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.UseWolverine(options =>
        {
            options.Discovery.DisableConventionalDiscovery();
            options.PersistMessagesWithPostgresql(owner, FollowerServices.MessageSchema, MessageStoreRole.Main);
            options.AutoBuildMessageStorageOnStartup = AutoCreate.None;
            options.Durability.DurabilityAgentEnabled = false;
        });
        using var host = builder.Build();
        await host.Services.GetRequiredService<IMessageStore>().Admin.MigrateAsync(AutoCreate.CreateOrUpdate);
    }

    /// <summary>Null when the release of the schema is what this program needs; otherwise what is wrong, in a sentence.</summary>
    internal static string? Wrong(int? release) => release switch
    {
        null => "The database has no schema yet: run ./build.sh migrate.",
        < Release => $"The database has release {release} of the schema, and this program needs {Release}: run ./build.sh migrate.",
        > Release => $"The database is newer than this program: it has release {release} of the schema, and this program knows {Release}. Start the newer program.",
        _ => null,
    };

    static async Task<(string? By, string? Problem)> MadeAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var look = new NpgsqlCommand("select to_regclass('es_migration') is not null, to_regclass('es_release') is not null", connection);
        await using (var reader = await look.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            if (reader.GetBoolean(0)) return (null, "The database was made by a development version whose layout was given up. It holds no real cases: use an empty database (for a private one, delete the data folder) and start again.");
            if (!reader.GetBoolean(1)) return (null, null);
        }
        await using var select = new NpgsqlCommand("select number, made_by from es_release", connection);
        await using var row = await select.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct)) return (null, null);
        return row.GetInt32(0) > Release ? (null, Wrong(row.GetInt32(0))) : (row.GetString(1), null);
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    static string Text(Assembly assembly, string name)
    {
        var resource = assembly.GetManifestResourceNames().Single(one => one.EndsWith($".{name}", StringComparison.Ordinal));
        using var text = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return text.ReadToEnd().ReplaceLineEndings("\n");
    }
}
