using System.Text;

namespace Nscp.Reviews.Evidence.Tests.Seals;

public sealed class AnchoringHeads : IAsyncLifetime
{
    Evidence _evidence = null!;

    static CancellationToken Ct => LogDatabase.Ct;

    string[] Files => [.. Directory.EnumerateFiles(_evidence.Folder, "*", SearchOption.AllDirectories).Order()];

    public async ValueTask InitializeAsync() => _evidence = await Evidence.MakeAsync();

    public ValueTask DisposeAsync() => _evidence.DisposeAsync();

    [Fact]
    public async Task Writes_each_in_a_file_of_its_own_that_says_all_that_was_signed()
    {
        var heads = await _evidence.Sealer.Log.HeadsAsync(0, 100, Ct);
        var newest = heads[^1];
        Files.Select(file => Path.GetRelativePath(_evidence.Folder, file)).ShouldBe(heads.Select(head => $"{head.Head.SealedAt.InUtc().Date:uuuu-MM}/head-00000000000{head.Head.Number}.json"));
        (await File.ReadAllTextAsync(Files[^1], Ct)).ShouldBe(
            $$"""
            {
              "format": "es tree head v1",
              "log": "{{newest.Head.Log}}",
              "number": 5,
              "size": 29,
              "root": "{{newest.Head.Root}}",
              "upTo": 31,
              "sealedAt": "{{newest.Head.SealedAt.ToString("uuuu'-'MM'-'dd'T'HH':'mm':'ss'.'ffffff'Z'", null)}}",
              "key": "{{_evidence.Sealer.Key.Public.Fingerprint}}",
              "signature": "{{Convert.ToHexStringLower(newest.Signature.Span)}}"
            }

            """.ReplaceLineEndings("\n"));
        _evidence.Anchors.Newest().ShouldNotBeNull().IsSame(newest).ShouldBeTrue();
    }

    [Fact]
    public async Task Writes_only_what_is_missing_and_nothing_again()
    {
        (await _evidence.Anchors.WriteMissingAsync(_evidence.Sealer.Log, Ct)).ShouldBe(0);
        File.Delete(Files[1]);
        var before = Files.Select(File.GetLastWriteTimeUtc).ToList();
        await _evidence.AppendAsync("one", Evidence.A, 1);
        await _evidence.Sealer.SealAsync();

        var anchors = _evidence.Anchors;
        (await anchors.WriteMissingAsync(_evidence.Sealer.Log, Ct)).ShouldBe(2);
        (await anchors.WriteMissingAsync(_evidence.Sealer.Log, Ct)).ShouldBe(0);
        Files.Length.ShouldBe(6);
        Files.Where((_, i) => i is not 1 and not 5).Select(File.GetLastWriteTimeUtc).ShouldBe(before);
        (await _evidence.FoundAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Writes_each_once_when_several_hosts_do()
    {
        foreach (var file in Files) File.Delete(file);
        var written = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _evidence.Anchors.WriteMissingAsync(_evidence.Sealer.Log, Ct))));
        written.Sum().ShouldBe(5);
        Files.Length.ShouldBe(5);
        (await _evidence.FoundAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"size\": 29", "\"size\": 30", "anchor-does-not-fit")]
    [InlineData("\"number\": 5", "\"number\": 6", "anchor-unreadable")]
    [InlineData("  \"number\"", " \"number\"", "anchor-unreadable")]
    [InlineData("\n}", ",\n  \"more\": 1\n}", "anchor-unreadable")]
    [InlineData("}", "", "anchor-unreadable")]
    [InlineData("\"log\": \"", "\"log\": \"x", "anchor-unreadable")]
    [InlineData("\"size\": 29", "\"size\": \"29\"", "anchor-unreadable")]
    [InlineData("\"key\": \"", "\"key\": null, \"was\": \"", "anchor-unreadable")]
    public async Task Is_read_back_as_it_was_written_or_not_at_all(string was, string now, string found)
    {
        await File.WriteAllTextAsync(Files[^1], (await File.ReadAllTextAsync(Files[^1], Ct)).Replace(was, now), Ct);
        (await _evidence.FoundAsync()).ShouldBe([found]);
        if (found == "anchor-unreadable")
            Should.Throw<UnreadableAnchorException>(() => _evidence.Anchors.Newest());
    }

    [Fact]
    public async Task Is_not_read_from_a_file_that_is_empty_large_or_of_another_name()
    {
        await File.WriteAllBytesAsync(Files[0], [], Ct);
        await File.WriteAllBytesAsync(Files[1], Encoding.ASCII.GetBytes(new string(' ', 5_000_000)), Ct);
        File.Move(Files[2], Files[2].Replace("003", "009"));
        (await _evidence.FoundAsync()).ShouldBe(["anchor-unreadable", "anchor-unreadable", "anchor-unreadable"]);
    }

    /// <summary>Without it nobody knows whether the database was set back.</summary>
    [Fact]
    public async Task Seals_nothing_while_the_folder_is_gone()
    {
        await _evidence.AppendAsync("one", Evidence.A, 1);
        var (anchors, aside) = (_evidence.Anchors, $"{_evidence.Folder}-aside");
        using var sealer = new SealingHost(_evidence.Database, anchors);
        Directory.Move(_evidence.Folder, aside);
        await Should.ThrowAsync<DirectoryNotFoundException>(() => anchors.WriteMissingAsync(sealer.Log, Ct));
        await Should.ThrowAsync<DirectoryNotFoundException>(sealer.SealAsync);
        (await sealer.Log.HeadsAsync(5, 10, Ct)).ShouldBeEmpty();

        Directory.Move(aside, _evidence.Folder);
        (await sealer.SealAsync()).ShouldBe(1);
        (await sealer.Log.HeadsAsync(5, 10, Ct)).Count.ShouldBe(1);
    }

    [Fact]
    public void Refuses_a_folder_that_is_not_there() => Should.Throw<DirectoryNotFoundException>(() => new AnchorFiles(Path.Combine(_evidence.Folder, "unmounted")));
}
