using System.Text.RegularExpressions;

namespace Nscp.Reviews.Architecture.Tests;

public class KeepingTheHouse
{
    /// <summary>The evidence knows events and streams, not what they are about.</summary>
    static readonly string[] SafeguardingWords =
    [
        "safeguard", "child", "panel", "rapid", "incident", "cspr", "nscp", "scrutin", "recommendation", "milestone", "reviewer", "inquest", "police", "family", "notification", "quorum", "agency",
    ];

    /// <summary>How code reaches files, networks, the machine, the time and chance, or waits for them.</summary>
    const string OutsideWorld =
        @"\b(System\.IO|System\.Net|HttpClient|Npgsql|async|await|Task[.<]|Thread\.|(File|Directory|Path|Environment|Console|Process|Random)\.|SystemClock|Stopwatch|Guid\.(NewGuid|CreateVersion7))";

    static Project Named(string name) => House.In("src").Single(p => p.Name == $"Nscp.Reviews.{name}");

    [Theory]
    [InlineData("Domain", "")]
    [InlineData("Evidence", "")]
    [InlineData("Projections", "Domain Evidence")]
    [InlineData("Api", "Domain Evidence Projections")]
    public void Points_every_arrow_between_projects_the_agreed_way(string project, string sees) =>
        Named(project).References.ShouldBe(sees.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => $"Nscp.Reviews.{s}"), ignoreOrder: true);

    [Theory]
    [InlineData("Domain", "NodaTime")]
    [InlineData("Evidence", "NodaTime Npgsql")]
    [InlineData("Projections", "Marten")]
    public void Gives_the_inner_projects_the_agreed_packages_only(string project, string packages) =>
        Named(project).Packages.ShouldBe(packages.Split(' ', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);

    [Fact]
    public void Has_four_projects_and_none_of_them_sees_tests_or_tools()
    {
        House.In("src").Count.ShouldBe(4);
        var ours = House.In("src").Select(p => p.Name).ToList();
        House.In("src").ShouldAllBe(p => p.References.All(r => ours.Contains(r)));
        House.In("tools").ShouldAllBe(p => p.References.All(r => !r.EndsWith(".Tests", StringComparison.Ordinal)));
    }

    /// <summary>Who checks a bundle need trust no more code than that.</summary>
    [Fact]
    public void Lets_the_verifier_see_the_evidence_and_nothing_else()
    {
        var verifier = House.In("tools").Single(p => p.Name == "Nscp.Reviews.Verifier");
        verifier.References.ShouldBe(["Nscp.Reviews.Evidence"]);
        verifier.Packages.ShouldBeEmpty();
        var sources = verifier.Sources.Concat(Named("Evidence").Sources.Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "Bundles")).ToList();
        sources.Count.ShouldBeGreaterThan(10);
        sources.SelectMany(Lines).Where(line => Regex.IsMatch(line, @"\b(System\.Net|HttpClient|Socket|Npgsql|Process|File\.(Write|Create|Open[^R]|Append|Delete)|Directory|ExtractTo)")).ShouldBeEmpty();
    }

    [Fact]
    public void Mirrors_every_project_in_tests() =>
        House.In("src").Select(p => $"{p.Name}.Tests").Except(House.In("tests").Select(p => p.Name)).ShouldBeEmpty();

    [Fact]
    public void Lists_every_project_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(House.Root, "Nscp.Reviews.slnx"));
        House.In("src").Concat(House.In("tests")).Concat(House.In("tools")).Where(p => !solution.Contains($"/{p.Name}.csproj")).Select(p => p.Name).ShouldBeEmpty();
    }

    [Fact]
    public void Keeps_every_word_of_safeguarding_out_of_the_evidence()
    {
        // The schema and the files' names are words too.
        var files = Named("Evidence").Files.Where(f => Path.GetExtension(f) is ".cs" or ".sql").ToList();
        files.Select(Path.GetExtension).Distinct().Count().ShouldBe(2);
        files.SelectMany(file => Lines(file).Append(Path.GetRelativePath(Named("Evidence").Folder, file)).SelectMany(line => SafeguardingWords
            .Where(word => WithoutTheProjectsName(line).Contains(word, StringComparison.OrdinalIgnoreCase)).Select(word => $"{Short(file)}: {word}: {line.Trim()}"))).ShouldBeEmpty();

        static string WithoutTheProjectsName(string line) => line.Replace("Nscp.Reviews", "", StringComparison.Ordinal);
    }

    /// <summary>
    /// A SELECT may see a sequence's row while nextval has it 32 numbers ahead; pg_sequence_last_value looks under the lock. The race is too rare to be met on
    /// purpose, so the statement is forbidden instead.
    /// </summary>
    [Fact]
    public void Never_selects_from_a_sequence()
    {
        var lines = House.In("src").SelectMany(project => project.Files.Where(f => Path.GetExtension(f) is ".cs" or ".sql")).SelectMany(Lines).Where(line => line.Contains("sequence", StringComparison.OrdinalIgnoreCase)).ToList();
        lines.ShouldContain(line => line.Contains("pg_sequence_last_value", StringComparison.Ordinal));
        lines.Where(line => Regex.IsMatch(line, @"\b(from|join)\s+(?!pg_)\w*_seq(uence)?\b|\blast_value\b", RegexOptions.IgnoreCase)).ShouldBeEmpty();
    }

    /// <summary>From a request to the record there are three files: MilestoneEndpoints, RecordMilestone, CaseSession. Whoever else saves is named here.</summary>
    [Fact]
    public void Saves_the_record_in_one_place_alone()
    {
        Naming(@"\.SaveChanges(Async)?\(").ShouldBe(["Api/Storage/CaseSession.cs", "Api/Storage/CommandRecord.cs", "Api/Storage/Rebuilding.cs", "Api/Storage/Rebuilding.cs"]);
        Naming(@"(?<!Task<SaveOutcome> )\bSaveAsync\(").ShouldBe(["Api/Milestones/RecordMilestone.cs"]);
    }

    /// <summary>Each of them must name its partnership, on a connection that does too. The log's store is another: its sessions see every partnership.</summary>
    [Fact]
    public void Opens_a_session_of_the_application_s_store_in_one_place_alone()
    {
        const string opening = @"\.((Lightweight|Query|Identity|DirtyTracked)(Serializable)?Session(Async)?|Open(Serializable)?Session(Async)?)\(";
        Naming(opening).Count(file => file == "Api/Storage/Sessions.cs").ShouldBe(2);
        Naming(opening).Distinct().Except(Naming(@"\bILogStore\b|\(IQuerySession log\b")).ShouldBe(["Api/Storage/Sessions.cs"]);
        Naming(@"(?<!\.)\bIDocumentStore\b").ShouldBe(["Api/Storage/ReviewsStore.cs", "Api/Storage/Schema.cs", "Api/Storage/Sessions.cs"]);
        Naming(@"\bDocumentStore\.For\b").ShouldBe(["Api/Storage/Schema.cs"]);
    }

    /// <summary>The speed of the framework and the libraries is enough. The one setting gives back what the web's SDK takes for a host that has a machine to itself.</summary>
    [Fact]
    public void Sets_nothing_by_thread_and_nothing_of_the_garbage_collector()
    {
        var forbidden = new Regex("Thread" + @"(Static|Local)\b|AsyncLocal\b|\w*Garbage" + @"Collect\w*|\bGC" + @"(\.|Settings|Heap|Conserve)|(System\.|DOTNET_|\bg)GC|\bgc" + "Server");
        var files = House.In("src").SelectMany(project => project.Files).Concat(Directory.EnumerateFiles(House.Root)).Where(f => Path.GetExtension(f) is ".cs" or ".razor" or ".csproj" or ".props" or ".targets" or ".json" or ".cake" or ".sh").ToList();
        files.Count.ShouldBeGreaterThan(300);
        files.SelectMany(file => Lines(file).Where(line => forbidden.IsMatch(line)).Select(line => $"{Short(file)}: {line.Trim()}")).ShouldBe(["Directory.Build.props: <ServerGarbageCollection>false</ServerGarbageCollection>"]);
    }

    [Fact]
    public void Does_no_input_or_output_in_the_domain() =>
        Named("Domain").Sources.SelectMany(Lines).Where(line => Regex.IsMatch(line, OutsideWorld)).ShouldBeEmpty();

    [Fact]
    public void Goes_no_deeper_than_two_folders_below_a_project() =>
        House.In("src").SelectMany(p => p.Sources.Select(s => Path.GetRelativePath(p.Folder, s))).Where(s => s.Split(Path.DirectorySeparatorChar).Length > 3).ShouldBeEmpty();

    /// <summary>Time is one file by intention: the door between instants and dates. What is generated has as many as there are messages.</summary>
    [Fact]
    public void Has_no_folder_with_one_source_file() =>
        House.In("src").SelectMany(p => p.Written.Where(s => Path.GetDirectoryName(s) != p.Folder)).CountBy(s => Path.GetDirectoryName(s)!)
            .Where(folder => folder.Value == 1 && !folder.Key.EndsWith($"{Path.DirectorySeparatorChar}Time", StringComparison.Ordinal)).Select(folder => Short(folder.Key)).ShouldBeEmpty();

    [Fact]
    public void Has_one_stem_for_a_milestone_and_its_tests() =>
        House.In("tests").Single(p => p.Name == "Nscp.Reviews.Domain.Tests").Sources
            .Where(s => Path.GetFileName(Path.GetDirectoryName(s)) == "Milestones" && s.EndsWith("Tests.cs", StringComparison.Ordinal) && !s.EndsWith("GivenTests.cs", StringComparison.Ordinal))
            .Select(s => Path.GetFileName(s).Replace("Tests.cs", ".cs"))
            .Except(Named("Domain").Sources.Where(s => Path.GetFileName(Path.GetDirectoryName(s)) == "Milestones").Select(s => Path.GetFileName(s))).ShouldBeEmpty();

    /// <summary>What tests need is kept in the project: nothing reads a folder of the workplace.</summary>
    [Fact]
    public void Refers_to_no_folder_outside_the_repository()
    {
        var elsewhere = new Regex(@"(?<![\w.])" + "shared" + @"/|(?<!\w)/" + @"work/|\.\./\.\./\.\./\.\./\.\.");
        House.FilesBelow(House.Root).Where(f => Path.GetExtension(f) is ".cs" or ".csproj" or ".props" or ".cake" or ".sh" or ".md" or ".json" or ".slnx" && new FileInfo(f).Length < 500_000)
            .SelectMany(f => Lines(f).Where(l => elsewhere.IsMatch(l)).Select(l => $"{Short(f)}: {l.Trim()}")).ShouldBeEmpty();
    }

    /// <summary>The files of src/, as often as they have such a line, without the projects' common name; what is generated left out.</summary>
    static IReadOnlyList<string> Naming(string pattern) =>
        [.. House.In("src").SelectMany(project => project.Written.SelectMany(file => Lines(file).Where(line => Regex.IsMatch(line, pattern))
            .Select(_ => $"{project.Name["Nscp.Reviews.".Length..]}/{Path.GetRelativePath(project.Folder, file).Replace('\\', '/')}"))).Order(StringComparer.Ordinal)];

    static string[] Lines(string file) => File.ReadAllLines(file);

    static string Short(string path) => Path.GetRelativePath(House.Root, path);
}
