"""Common Korean words with English ones that an article would use for the same thing.

General vocabulary: asking, time, people, family, work, school, film and series, press and numbers,
body and health, crime and danger, places and things. The name of nobody is in it.
"""

from __future__ import annotations

_NOUNS = """
이유=why reason; 까닭=reason; 누구누구=who; 설명=explain; 무엇인가=what; 이름=name;
본명=real name; 별명=nickname; 예명=stage name; 제목=title; 뜻=meaning; 의미=meaning; 나이=age;
살=years old; 생년월일=born birthday; 생일=birthday; 출생=born; 고향=hometown; 국적=nationality;
키=height; 직업=job; 사람=person people; 남자=man; 여자=woman; 아이=child; 소년=boy; 소녀=girl;
청년=young man; 노인=old man; 아버지=father; 아빠=father dad; 어머니=mother; 엄마=mother mum;
부모=parents; 아들=son; 딸=daughter; 형=brother; 오빠=brother; 누나=sister; 언니=sister;
동생=younger; 남편=husband; 아내=wife; 가족=family; 친구=friend; 연인=lover; 커플=couple;
사랑=love; 첫사랑=first love; 결혼=marry; 이혼=divorce; 고백=confess; 키스=kiss; 아기=baby;
임신=pregnant; 출산=birth; 감독=director directed; 연출=directed; 작가=writer author;
각본=screenplay writer wrote; 극본=screenplay writer wrote; 대본=script; 원작=original; 작품=work;
제작=production produced; 제작사=production company; 제작진=crew; 제작자=producer;
프로듀서=producer; 배우=actor; 여배우=actress; 주연=lead; 조연=supporting;
주인공=protagonist main character; 출연=appear cast; 출연진=cast; 캐스팅=casting;
연기=plays acting; 역=role; 역할=role character; 배역=role; 등장=appear; 등장인물=characters;
인물=character; 캐릭터=character; 대역=stand-in; 더빙=dub; 성우=voice; 목소리=voice; 노래=song;
음악=music; 가수=singer; 춤=dance; 안무=choreography choreographer; 안무가=choreographer;
무술=martial; 액션=action; 분장=makeup; 의상=costume; 세트=set; 세트장=set; 촬영=filming filmed;
촬영지=filming location; 장면=scene; 대사=line; 결말=ending; 마지막=last final; 처음=first;
첫=first; 첫날=first day; 예고편=trailer; 포스터=poster; 드라마=drama series show; 시리즈=series;
영화=film movie; 만화=comic; 웹툰=webtoon; 소설=novel; 책=book; 게임=game; 방송=broadcast aired;
방영=aired; 공개=released premiere; 개봉=released; 출시=released; 상영=screened;
시청=viewing watch; 시청률=ratings; 시청자=viewers; 시청시간=hours viewed; 관객=audience;
조회수=views; 순위=rank ranking; 위=place rank; 차트=chart; 기록=record; 등급=rating;
관람=viewing; 평점=score rating; 점수=score; 평가=review; 리뷰=review; 비평=critics;
비평가=critics; 평론가=critics; 호평=praise; 혹평=criticism; 비판=criticism; 논란=controversy;
사과=apologise; 반응=reaction; 인기=popular; 상=award; 수상=award won; 시상식=awards ceremony;
어워즈=awards; 어워드=award; 신인상=newcomer award; 후보=nominee nominated; 트로피=trophy;
우승=win champion; 시즌=season; 속편=sequel; 후속=sequel;
후속작=sequel; 편=part; 화=episode; 회=episode; 에피소드=episode; 부작=episodes;
연재=serialised published; 완결=completed; 출판=published; 출간=published; 플랫폼=platform;
잡지=magazine; 신문=newspaper; 기사=article; 기자=reporter; 인터뷰=interview; 발표=announced;
공식=official; 확정=confirmed; 소식=news; 뉴스=news; 소문=rumour; 계획=plan;
예정=expected planned; 합류=join joins; 복귀=return; 하차=leave; 새로=new; 새로운=new; 신규=new;
추가=additional; 취소=cancelled; 지연=delay; 연장=extended; 시작=began start; 끝=end; 종료=ended;
완료=finished; 중단=halted; 계속=continue; 년=year; 연도=year; 월=month; 일=day; 날=day;
날짜=date; 요일=weekday; 시간=hours time; 분=minutes; 초=seconds; 주=week; 기간=period;
오늘=today; 지금=now; 현재=current now; 최근=recent; 아침=morning; 밤=night; 작년=last year;
올해=this year; 내년=next year; 봄=spring; 여름=summer; 가을=autumn; 겨울=winter; 명=people; 개=;
마리=animals; 번=number times; 번호=number; 번째=; 총=total; 모두=all; 전체=total; 평균=average;
최고=best highest; 최초=first; 최대=largest; 가장=most; 많이=many; 퍼센트=percent;
억=hundred million; 천=thousand; 백=hundred; 킬로=kilos kilograms; 미터=metres; 원=won; 돈=money;
가격=price; 비용=cost; 예산=budget; 수익=revenue; 출연료=fee; 회사=company; 소속사=agency;
기획사=agency; 사장=head; 대표=head representative; 한국=Korea Korean; 대한민국=South Korea;
북한=North Korea; 미국=United States American US; 일본=Japan; 중국=China; 영국=Britain UK;
프랑스=France; 독일=Germany; 유럽=Europe; 세계=world; 전세계=worldwide; 나라=country;
국가=country; 해외=abroad; 서울=Seoul; 부산=Busan; 경기도=Gyeonggi; 경상북도=Gyeongsang;
도시=city; 시=city; 마을=village town; 지역=region; 장소=place location; 위치=located;
어디서=where; 배경=setting; 실제=real; 실제로=real really; 실존=real; 가상=fictional invented;
실화=true story; 진짜=real; 가짜=fake; 학교=school; 고등학교=high school;
고등학생=high school students; 고교=high school; 여고=girls high school;
여자고등학교=girls high school; 중학교=middle school; 초등학교=primary school; 대학=university;
대학교=university; 전공=major studies; 졸업=graduate; 입학=enrol; 학생=student pupil;
학생회장=class president; 반장=class president; 반=class; 동급생=classmate; 선생=teacher;
선생님=teacher; 교사=teacher; 담임=class teacher; 교장=principal; 교감=vice principal;
교수=professor; 교복=uniform; 교실=classroom; 급식실=cafeteria; 식당=restaurant canteen;
도서관=library; 과학실=science lab; 음악실=music room; 방송실=broadcasting room; 체육관=gym;
강당=hall; 옥상=roof rooftop; 복도=corridor; 화장실=toilet; 계단=stairs; 창문=window; 문=door;
운동장=field; 양궁=archery; 활=bow; 화살=arrow; 수업=class lesson; 시험=exam; 수능=exam;
왕따=bullying; 괴롭힘=bullying; 폭력=violence; 학교폭력=school violence bullying; 일진=bully;
좀비=zombie; 반좀비=half-zombie; 괴물=monster; 귀신=ghost; 유령=ghost; 뱀파이어=vampire;
외계인=alien; 바이러스=virus; 감염=infected infection; 감염자=infected; 면역=immune immunity;
항체=antibodies; 전염=infection; 전염병=epidemic; 백신=vaccine; 치료=cure treatment; 치료제=cure;
약=medicine; 병=disease; 병원=hospital; 의사=doctor; 간호사=nurse; 증상=symptoms; 변이=mutation;
상처=wound; 피=blood; 눈=eye eyes; 귀=ear; 손=hand; 팔=arm; 다리=leg bridge; 머리=head; 얼굴=face;
몸=body; 심장=heart; 냄새=smell; 소리=sound; 능력=ability power; 힘=strength; 초능력=superpower;
식욕=hunger; 음식=food; 물=water; 술=alcohol; 담배=cigarette smoke; 쥐=mouse rat; 햄스터=hamster;
개가=dog; 고양이=cat; 동물=animal; 실험=experiment; 실험실=laboratory lab; 과학=science;
과학자=scientist; 연구=research; 연구소=laboratory; 발명=invented; 개발=developed;
발견=discovered found; 죽음=death; 사망=died death; 살해=murder; 자살=suicide; 희생=sacrifice;
희생자=victims; 피해자=victims; 생존=survive; 생존자=survivors; 구조=rescue; 도망=escape flee;
탈출=escape; 싸움=fight; 대결=duel fight; 배신=betray; 복수=revenge; 범인=culprit; 범죄=crime;
경찰=police; 형사=detective; 소방관=firefighter; 소방대원=firefighter; 군인=soldier; 군대=army;
군=army; 사령관=commander; 계엄=martial law; 계엄사령관=martial law commander; 대통령=president;
국회의원=lawmaker assembly member; 의원=lawmaker; 정치인=politician; 정부=government;
장관=minister; 폭격=bombing bomb; 폭탄=bomb; 폭발=explosion; 전쟁=war; 총을=gun; 총에=gun shot;
칼=knife; 무기=weapon; 헬리콥터=helicopter; 드론=drone; 수용소=camp; 격리=quarantine;
봉쇄=lockdown; 불=fire; 불을=fire; 모닥불=campfire fire; 화재=fire; 사고=accident; 재난=disaster;
참사=disaster; 세월호=Sewol; 지진=earthquake; 홍수=flood; 날씨=weather; 비가=rain; 색=colour;
색깔=colour; 초록=green; 초록색=green; 녹색=green; 빨간=red; 빨간색=red; 파란=blue; 노란=yellow;
하얀=white; 검은=black; 안경=glasses; 옷=clothes; 신발=shoes; 명찰=name tag; 이름표=name tag;
손수건=handkerchief; 휴대폰=phone; 전화=phone; 영상=video; 동영상=video; 사진=photo; 체중=weight;
몸무게=weight; 살을=weight; 운동=training exercise; 훈련=training; 연습=practice; 준비=prepare;
오디션=audition; 데뷔=debut; 신인=newcomer; 무명=unknown; 스타=star; 팬=fans; 아이돌=idol;
모델=model; 참여=took part; 사용=used; 동원=used; 차이=difference differ; 차이점=differences;
비교=compared; 비슷=similar; 영향=influence; 유래=name comes from; 말=word; 단어=word;
언어=language; 번역=translated; 영어=English; 한국어=Korean; 자막=subtitles; 설정=setting;
내용=plot; 줄거리=plot story; 이야기=story; 스토리=story; 주제=theme; 메시지=message; 상징=symbol;
비밀=secret; 진실=truth; 약속=promise; 편지=letter; 선물=gift; 꿈=dream; 기억=memory; 희망=hope;
공포=horror; 청소년=teenagers youth; 청불=adults only; 미성년자=minors; 어른=adults;
넷플릭스=Netflix; 유튜브=YouTube; 네이버=Naver; 디즈니=Disney; 오징어=squid;
오징어게임=Squid Game; 부산행=Train to Busan; 킹덤=Kingdom; 코로나=COVID-19; 올림픽=Olympic;
월드컵=World Cup; 비틀즈=Beatles; 노벨상=Nobel; 축구=football; 야구=baseball; 농구=basketball;
선수=player; 팀=team; 경기=match; 왕=king; 여왕=queen; 역사=history; 전설=legend; 종교=religion;
교회=church; 하나님=God; 섬=island; 산=mountain; 강=river; 바다=sea; 호수=lake; 하늘=sky; 별=star;
지구=Earth; 우주=space; 자동차=car; 기차=train; 비행기=plane; 버스=bus; 건물=building;
집=house home; 공장=factory; 가게=shop; 회의=meeting; 법=law; 재판=trial; 감옥=prison;
선거=election; 시장=mayor market; 해=year; 후=after; 동안=during; 도중=during; 직전=before;
이후=after since; 이전=before; 위해=; 때문=because; 대해=about; 관련=about
"""

_VERBS = """
누구=who; 누가=who; 누군=who; 무엇=what; 무슨=what; 뭐=what; 뭔=what; 뭘=what; 어디=where;
언제=when; 왜=why; 어떻게=how; 어떤=which; 어느=which; 몇=how many; 얼마=how much;
얼마나=how much; 알려=; 말해=; 인가=; 있나=; 있는=; 있어=; 있습=; 있었=; 없나=; 없는=without;
되나=; 됐나=; 되었=; 되는=; 하나요=; 했나=; 하는=; 했던=; 한=; 할=; 태어=born; 맡=plays;
맡은=plays; 맡았=played; 찍=filmed; 찍은=filmed; 찍었=filmed; 돌아오=return; 돌아온=returned;
연기된=postponed; 시작됐=began; 시작한=began; 끝났=ended finished; 끝나=end; 마쳤=finished;
많은=many; 적은=few; 다니=attends; 다녔=attended; 괴롭=bully; 변하=turn; 변했=turned; 변한=turned;
물렸=bitten bit; 물리=bitten; 물린=bitten bit; 물어=bit; 물었=bit; 배고프=hungry;
만든=made created; 만들=make create; 만들었=made created; 죽=dies; 죽는=dies; 죽나=dies;
죽은=died dead; 죽었=died; 죽였=killed; 죽이=kill; 죽인=killed; 살아=survive alive;
살아남=survive; 구하=save; 구했=saved; 구한=saved; 지키=protect; 지켰=protected; 도와=help;
숨=hide; 싸우=fight; 싸웠=fought; 피우=lit; 피운=lit; 찌웠=gained weight; 찌우=gain weight;
다른=different other; 다르=differ; 같은=same; 붙=named; 부르=called; 불리=called; 다니는=attends;
썼=wrote; 쓴=wrote; 쓰인=used; 쓰는=used; 받=received won; 받은=received won; 받았=received won;
왔=came; 온=came; 나왔=came appeared; 나오=appear; 나온=appeared; 보=see; 봤=saw; 잃=lost;
잃은=lost; 잃었=lost; 떠나=leave; 떠났=left; 숨긴=hid; 숨겼=hid; 남긴=left; 남겼=left;
남은=left remaining; 걸린=took; 걸렸=took; 열린=held; 열렸=held; 열리=opens held;
부른=sang called; 불렀=called sang; 좋아하=likes loves; 좋아했=liked loved; 싫어하=hates;
떨어지=fall; 떨어졌=fell; 떨어진=fell; 던진=threw; 던졌=threw; 쏜=shot; 쐈=shot; 쏘=shoot;
알게=learn; 알았=knew; 이긴=won; 이겼=won; 이기=win; 졌=lost; 가르치=teaches; 가르친=taught;
사는=lives; 살았=lived; 숨어=hide; 숨었=hid; 갇힌=trapped; 갇혔=trapped; 들어가=enter;
나가=leave; 찾=find; 찾은=found; 찾았=found; 바뀌=changed; 바뀐=changed; 바뀌었=changed;
바뀌나=changes; 달라=different changed; 달라졌=changed; 팔린=sold; 팔았=sold; 밝혀=revealed;
밝혔=said revealed; 밝힌=said revealed; 가나=go; 갔=went; 어울리=fit; 시켰=; 됐=; 한다=; 해요=;
인지=; 이에=; 그린=drew; 그렸=drew
"""


def _split(words: str) -> list[str]:
    return words.split()


ENDINGS = frozenset(
    _split(
        """
        은 는 이 가 을 를 의 에 에서 에게 께 께서 한테 으로 로 와 과 랑 이랑 도 만 까지 부터
        보다 처럼
        마다 나 이나 라도 이라도 란 이란 라는 이라는 라고 이라고 인 인가 인가요 인지 인데
        이에요 예요
        에요 이야 야 입니까 입니다 이죠 죠 였나요 이었나요 나요 에는 에서는 에도 에게서
        에게는 으로는
        로는 으로서 로서 들 들은 들이 들을 들의 들에게 님 님은 님이 님을 씨 씨는 씨가 씨의
        요 가요 하고
        이며 며 였던 이었던 했나요 하나요 되나요 됐나요 된 한 하는 되는
        """
    )
)
"""What is put behind a Korean word, also more than one together."""

TAILS = tuple(
    _split(
        """
        하 했 한 할 함 해 되 됐 된 될 돼 시키 시켰 당하 당했 당한 받 적 스러 이었 였 인 입
        이에 예 죠
        """
    )
)
"""How it goes on when a noun is made a verb, or is said to be something."""

VERB_TAILS = (
    "나요",
    "어요",
    "아요",
    "까요",
    "는지",
    "습니까",
    "습니다",
    "했어",
    "니다",
    "냐",
    "려고",
    "면서",
)
"""How words end that are no names."""

FAMILY_NAMES = {
    "김": "Kim",
    "이": "Lee",
    "박": "Park",
    "최": "Choi",
    "정": "Jung",
    "강": "Kang",
    "조": "Cho",
    "윤": "Yoon",
    "장": "Jang",
    "임": "Lim",
    "한": "Han",
    "오": "Oh",
    "서": "Seo",
    "신": "Shin",
    "권": "Kwon",
    "황": "Hwang",
    "안": "Ahn",
    "송": "Song",
    "유": "Yoo",
    "류": "Ryu",
    "홍": "Hong",
    "전": "Jeon",
    "고": "Ko",
    "문": "Moon",
    "양": "Yang",
    "손": "Son",
    "배": "Bae",
    "백": "Baek",
    "허": "Heo",
    "남": "Nam",
    "심": "Shim",
    "노": "Noh",
    "하": "Ha",
    "곽": "Kwak",
    "성": "Sung",
    "차": "Cha",
    "주": "Joo",
    "우": "Woo",
    "구": "Koo",
    "나": "Na",
    "진": "Jin",
    "지": "Ji",
    "엄": "Uhm",
    "채": "Chae",
    "원": "Won",
    "천": "Chun",
    "방": "Bang",
    "공": "Kong",
    "현": "Hyun",
    "함": "Ham",
    "변": "Byun",
    "민": "Min",
    "탁": "Tak",
    "길": "Gil",
    "마": "Ma",
    "표": "Pyo",
}
"""The commonest family names as their bearers mostly write them in English."""


def _parse(words: str) -> dict[str, tuple[str, ...]]:
    pairs = (each.partition("=") for each in words.split(";"))
    return {word.strip(): tuple(meaning.split()) for word, _, meaning in pairs}


NOUNS = _parse(_NOUNS)
"""Korean noun to English words; none for a word that only joins. Endings or tails may follow."""

VERBS = _parse(_VERBS)
"""Beginnings of Korean verbs, adjectives and question words; anything may follow them."""

SUFFIXES = frozenset(
    {
        "시",
        "여고",
        "고등학교",
        "고교",
        "여자고등학교",
        "대학교",
        "선생",
        "선생님",
        "감독",
        "배우",
        "작가",
    }
)
"""Known words that follow a name without a space, and are no part of it."""
