using Nscp.Reviews.Domain.Milestones;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public class LookingForIdentifyingText
{
    static IEnumerable<string> In(string text, params string[] guarded) => IdentifyingText.Find(text, guarded);

    [Theory]
    [InlineData("His number is 943 476 5919.", "an NHS number at character 15")]
    [InlineData("9434765919", "an NHS number at character 1")]
    [InlineData("943-476-5919", "an NHS number at character 1")]
    [InlineData("Living at NG1 5FW then", "a postcode at character 11")]
    [InlineData("ng15 9hl", "a postcode at character 1")]
    [InlineData("S81 0BD", "a postcode at character 1")]
    [InlineData("He was born on 3 May 2019.", "a birth date at character 8")]
    [InlineData("Date of birth: 03/05/2019", "a birth date at character 9")]
    [InlineData("DOB 2019-05-03", "a birth date at character 1")]
    [InlineData("d.o.b. 3.5.19", "a birth date at character 1")]
    [InlineData("born on\nthe 3rd of May 2019", "a birth date at character 1")]
    [InlineData("3 May 2019 (date of birth)", "a birth date at character 1")]
    public void Finds_it_and_says_where(string text, string found) => In(text).ShouldBe([found]);

    [Theory]
    [InlineData("943 476 5918")]
    [InlineData("Telephone 0115 977 3000")]
    [InlineData("٩٤٣٤٧٦٥٩١٩")]
    [InlineData("RN19 2nd draft")]
    [InlineData("The meeting of 3 May 2019")]
    [InlineData("A newborn baby, reported in May 2019")]
    [InlineData("Published 26 May 2020 by Anna Smith of Ashfield")]
    public void Guesses_at_nothing_else(string text) => In(text).ShouldBeEmpty();

    [Theory]
    [InlineData("Then JURATE said so.", "Jūratė", 6)]
    [InlineData("Then Jūratė said so.", "jurate", 6)]
    [InlineData("Then Ju\u0304rate\u0307 said so.", "Jūratė", 6)]
    [InlineData("Łukasz's mother", "lukasz", 1)]
    [InlineData("Mrs O’Neill", "O'Neill", 5)]
    [InlineData("Anna\nMaria", "Anna Maria", 1)]
    [InlineData("👶 Anna", "anna", 4)]
    [InlineData("Jose\u0301 and Anna", "anna", 11)]
    public void Finds_a_guarded_name_whatever_its_case_and_accents(string text, string name, int at) => In(text, name).ShouldBe([$"a guarded name at character {at}"]);

    [Theory]
    [InlineData("Annabel and Joanna", "Anna")]
    [InlineData("Anna2", "Anna")]
    [InlineData("Anna or Maria", "Anna Maria")]
    [InlineData("any, thing", " \u0301")]
    [InlineData("a.c", "a?c")]
    public void Finds_whole_words_only(string text, string name) => In(text, name).ShouldBeEmpty();

    [Fact]
    public void Stays_quick_on_the_longest_text() => In(new string('9', 4000) + string.Concat(Enumerable.Repeat(" born ", 600)), "Anna").ShouldBeEmpty();
}
